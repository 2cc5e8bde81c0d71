import { createServer as createTcp, type Socket } from 'node:net';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { verdictOn } from '../../../functions/core/webhook/sending/verdict.ts';
import { createSend } from '../../../functions/deliver/posting/send.ts';
import {
  listening,
  onlyLoopback,
  plain,
  posting,
  receiver,
  sendToLoopback,
  shortLimits,
} from '../receiver.ts';
import { selfSigned } from '../self-signed.ts';

const now = '2026-11-23T18:15:20.000Z';
const send = sendToLoopback();

describe('a POST', () => {
  test('carries the body and headers as they are, the name as Host, and asks for no compression', async () => {
    await using to = await receiver((socket) =>
      socket.end(plain('200 OK', ['content-type: text/plain'], 'ok')),
    );
    const { answer, times, body } = await send(posting(to.port));
    expect(answer).toEqual({
      kind: 'answered',
      status: 200,
      headers: { 'content-type': 'text/plain', 'content-length': '2' },
    });
    expect(body).toBe('ok');
    expect(Object.keys(times).sort()).toEqual(['connect', 'dns', 'firstByte', 'total']);
    const [request = ''] = to.requests;
    const [head = '', sent] = request.split('\r\n\r\n');
    expect(head.toLowerCase().split('\r\n')).toEqual([
      'post /in?x=1 http/1.1',
      `host: hooks.example.org:${to.port}`,
      'content-type: application/json; charset=utf-8',
      'webhook-id: chg_000000000042',
      'content-length: 17',
      'accept: */*',
      'accept-encoding: identity',
      'connection: close',
    ]);
    expect(sent).toBe('{"note":"条約"}');
  });

  test('keeps no cookie, nor any header but the few that are logged', async () => {
    const headers = ['set-cookie: a=b', 'x-secret: hush', 'server: nginx'];
    await using to = await receiver((socket) => socket.end(plain('204 No Content', headers)));
    const posted = await send(posting(to.port));
    expect(JSON.stringify(posted)).not.toMatch(/a=b|hush/);
    await send(posting(to.port));
    expect(to.requests[1]).not.toMatch(/cookie/i);
  });

  test('leaves a compressed answer compressed', async () => {
    const packed = gzipSync(Buffer.alloc(1_000_000));
    await using to = await receiver((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${packed.length}\r\n\r\n`);
      socket.end(packed);
    });
    expect((await send(posting(to.port))).body.length).toBeLessThan(packed.length + 1);
  });

  test('leaves no connection open, even to a receiver that would keep it', async () => {
    await using to = await receiver((socket) => socket.write(plain('200 OK', ['connection: keep-alive'])));
    await send(posting(to.port));
    await expect.poll(to.open).toBe(0);
  });
});

describe('a flood', () => {
  const patient = sendToLoopback({ ...shortLimits, deadline: 10_000 });

  /** Sends as fast as it is read, until the other side hangs up; answers how much it sent. */
  function flooding(begin: string, again: string) {
    const flood = { sent: 0 };
    const answer = (socket: Socket) => {
      socket.write(begin);
      const more = () => {
        while (!socket.destroyed) {
          flood.sent += again.length;
          if (!socket.write(again)) return;
        }
      };
      socket.on('drain', more);
      more();
    };
    return { flood, answer };
  }

  test('WH-20 of interim answers ends the attempt as soon as it is one', async () => {
    const { flood, answer } = flooding('', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(40));
    await using to = await receiver(answer);
    expect((await patient(posting(to.port))).answer).toEqual({ kind: 'failed', code: 'protocol_error' });
    await expect.poll(to.open).toBe(0);
    expect(flood.sent).toBeLessThan(20_000_000);
  });

  test('WH-20 of chunk extensions, with a byte now and then, ends the reading and changes no verdict', async () => {
    const { flood, answer } = flooding(
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n',
      `1;x=${'y'.repeat(4_000)}\r\nz\r\n`,
    );
    await using to = await receiver(answer);
    const { answer: made } = await patient(posting(to.port));
    expect(verdictOn(made, now).kind).toBe('delivered');
    await expect.poll(to.open).toBe(0);
    expect(flood.sent).toBeLessThan(20_000_000);
  });
});

describe('a receiver that fails', () => {
  test.each([
    ['closes without an answer', (socket: Socket) => socket.end(), 'connect_reset'],
    ['resets', (socket: Socket) => socket.resetAndDestroy(), 'connect_reset'],
    ['talks something else', (socket: Socket) => socket.end('SSH-2.0-x\r\n'), 'protocol_error'],
    [
      'sends headers without end',
      (socket: Socket) => socket.end(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(10_000)}`),
      'protocol_error',
    ],
    [
      'switches protocols',
      (socket: Socket) =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
      'protocol_error',
    ],
  ])('and %s fails with its code', async (_what, behave, code) => {
    await using to = await receiver(behave);
    expect((await send(posting(to.port))).answer).toEqual({ kind: 'failed', code });
  });

  test('a reset in the middle of a body changes no verdict', async () => {
    await using to = await receiver((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', () => socket.resetAndDestroy());
    });
    expect(verdictOn((await send(posting(to.port))).answer, now).kind).toBe('delivered');
  });

  test('a closed port is refused', async () => {
    const to = await receiver(() => {});
    await to[Symbol.asyncDispose]();
    expect((await send(posting(to.port))).answer).toEqual({ kind: 'failed', code: 'connect_refused' });
  });

  test('a redirect is not followed, and only its host is told', async () => {
    await using inner = await receiver((socket) => socket.end(plain('200 OK')));
    const location = `location: http://user:pass@127.0.0.1:${inner.port}/secret?token=1`;
    await using to = await receiver((socket) => socket.end(plain('307 Temporary Redirect', [location])));
    const posted = await send(posting(to.port));
    expect(verdictOn(posted.answer, now)).toEqual({ kind: 'failed', code: 'redirect' });
    expect(posted.redirectHost).toBe(`127.0.0.1:${inner.port}`);
    expect(JSON.stringify(posted)).not.toMatch(/secret|token|pass/);
    expect(inner.requests).toEqual([]);
  });

  test.each([
    ['410 Gone', [], { kind: 'gone', code: 'gone' }],
    ['429 Too Many Requests', [], { kind: 'failed', code: 'too_many_requests' }],
    ['429 Too Many Requests', ['retry-after: 60'], { kind: 'paused', until: '2026-11-23T18:16:20.000Z' }],
    [
      '503 Service Unavailable',
      ['Retry-After: Mon, 23 Nov 2026 19:00:00 GMT'],
      { until: '2026-11-23T19:00:00.000Z' },
    ],
    ['503 Service Unavailable', ['retry-after: 604800'], { until: '2026-11-24T18:15:20.000Z' }],
    ['503 Service Unavailable', ['retry-after: soon'], { kind: 'failed', code: 'http_status' }],
    [
      '503 Service Unavailable',
      ['retry-after: 60', 'retry-after: 70'],
      { until: '2026-11-23T18:16:20.000Z' },
    ],
    ['500 Internal Server Error', ['retry-after: 60'], { kind: 'failed', code: 'http_status' }],
  ])('WH-16 WH-17 %s with %j is judged by what came over the wire', async (status, headers, verdict) => {
    await using to = await receiver((socket) => socket.end(plain(status, headers)));
    expect(verdictOn((await send(posting(to.port))).answer, now)).toMatchObject(verdict);
  });
});

describe('TLS', () => {
  const overTls = (options: TlsOptions = {}) =>
    listening(
      createTls({ ...selfSigned, ...options }, (socket) => {
        socket.on('error', () => {});
        socket.once('data', () => socket.end(plain('200 OK')));
      }),
    );
  const trusting = createSend({
    policy: onlyLoopback,
    resolve: async () => ['127.0.0.1'],
    ca: selfSigned.cert,
    limits: shortLimits,
  });

  test('a certificate that is trusted, for the name asked for, is accepted', async () => {
    await using to = await overTls();
    const { answer, times } = await trusting(posting(to.port, 'https'));
    expect(answer).toMatchObject({ status: 200 });
    expect(times.tls).toBeGreaterThan(0);
  });

  test('a self-signed certificate is refused', async () => {
    await using to = await overTls();
    expect((await send(posting(to.port, 'https'))).answer).toEqual({ kind: 'failed', code: 'tls_error' });
  });

  test('a certificate for another name is refused', async () => {
    await using to = await overTls();
    const other = { ...posting(to.port), url: `https://other.example.org:${to.port}/` };
    expect((await trusting(other)).answer).toEqual({ kind: 'failed', code: 'tls_error' });
  });

  test('TLS below 1.2 is refused', async () => {
    await using to = await overTls({
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    expect((await trusting(posting(to.port, 'https'))).answer).toMatchObject({ code: 'tls_error' });
  });

  test('plain HTTP where TLS is expected is an error of TLS', async () => {
    await using to = await listening(
      createTcp((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 Bad\r\n\r\n')),
    );
    expect((await send(posting(to.port, 'https'))).answer).toEqual({ kind: 'failed', code: 'tls_error' });
  });
});
