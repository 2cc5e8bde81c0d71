import { execFile } from 'node:child_process';
import diagnostics from 'node:diagnostics_channel';
import { createConnection, type Socket } from 'node:net';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loopbackAllowed, publicOnly } from '../../../functions/core/webhook/guard/address-policy.ts';
import type { Resolve } from '../../../functions/deliver/posting/resolver.ts';
import { createSend } from '../../../functions/deliver/posting/send.ts';
import { onlyLoopback, plain, posting, type Receiver, receiver, shortLimits } from '../receiver.ts';

/** Every address that a socket of this process tried to reach, observed where Node calls the system. */
const tried: string[] = [];

const spy = (message: unknown) =>
  (message as { socket: Socket }).socket.on('connectionAttempt', (address) => tried.push(address));

let to: Receiver;

beforeAll(async () => {
  diagnostics.subscribe('net.client.socket', spy);
  to = await receiver((socket) => socket.end(plain('200 OK')));
});
afterAll(async () => {
  diagnostics.unsubscribe('net.client.socket', spy);
  await to[Symbol.asyncDispose]();
});
beforeEach(() => {
  tried.length = 0;
});

const sendWith = (resolve: Resolve, policy = onlyLoopback, limits = shortLimits) =>
  createSend({ policy, resolve, limits });
const blocked = { kind: 'failed', code: 'blocked_target' };

test('the spy sees what an ordinary connection tries', async () => {
  const socket = createConnection({ host: '127.0.0.2', port: to.port }).on('error', () => {});
  await expect.poll(() => tried).toEqual(['127.0.0.2']);
  socket.destroy();
});

describe('the guard when sending', () => {
  test('a name is asked for once, and the address given is the one used', async () => {
    const answers = [['127.0.0.1'], ['127.0.0.2']];
    let asked = 0;
    const send = sendWith(async () => answers[asked++] ?? []);
    expect((await send(posting(to.port))).answer).toMatchObject({ status: 200 });
    expect([asked, tried]).toEqual([1, ['127.0.0.1']]);
  });

  test('a name that rebinds to a forbidden address is refused at the next send', async () => {
    const answers = [['127.0.0.1'], ['169.254.169.254']];
    const send = sendWith(async () => answers.shift() ?? []);
    expect((await send(posting(to.port))).answer).toMatchObject({ status: 200 });
    expect((await send(posting(to.port))).answer).toEqual(blocked);
    expect(tried).toEqual(['127.0.0.1']);
  });

  test.each([
    [['127.0.0.1', '10.0.0.1']],
    [['10.0.0.1', '127.0.0.1']],
    [['127.0.0.1', '::ffff:127.0.0.1']],
    [['127.0.0.1', 'inner.example.org']],
    [['127.0.0.1', '']],
  ])('one forbidden answer refuses all: %j', async (answers) => {
    expect((await sendWith(async () => answers)(posting(to.port))).answer).toEqual(blocked);
    expect(tried).toEqual([]);
  });

  test('a chain of aliases counts by the addresses at its end, and an alias alone is no address', async () => {
    const zone: Record<string, string[]> = {
      'hooks.example.org': ['a.example.net'],
      'a.example.net': ['metadata.internal'],
      'metadata.internal': ['169.254.169.254'],
    };
    const follow = (name: string): string[] => zone[name]?.flatMap((next) => follow(next)) ?? [name];
    expect((await sendWith(async (host) => follow(host))(posting(to.port))).answer).toEqual(blocked);
    expect((await sendWith(async (host) => zone[host] ?? [])(posting(to.port))).answer).toEqual(blocked);
    expect(tried).toEqual([]);
  });

  test('no answer is an error of DNS, and a name server that is slow a timeout within its own limit', async () => {
    expect((await sendWith(async () => [])(posting(to.port))).answer).toMatchObject({ code: 'dns_error' });
    const failing = sendWith(async () =>
      Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })),
    );
    expect((await failing(posting(to.port))).answer).toMatchObject({ code: 'dns_error' });
    const { answer, times } = await sendWith(() => new Promise(() => {}))(posting(to.port));
    expect(answer).toEqual({ kind: 'failed', code: 'timeout' });
    expect(times.total).toBeLessThan(shortLimits.deadline);
    expect(tried).toEqual([]);
  });

  test('no name server at all is our fault, and charged to nobody', async () => {
    const send = sendWith(async () =>
      Promise.reject(Object.assign(new Error('x'), { code: 'ECONNREFUSED' })),
    );
    expect((await send(posting(to.port))).answer.kind).toBe('our-fault');
  });

  test('the next address is tried where one refuses', async () => {
    const policy = { ...onlyLoopback, allows: (address: string) => address.startsWith('127.') };
    const send = sendWith(async () => ['127.0.0.9', '127.0.0.1'], policy);
    expect((await send(posting(to.port))).answer).toMatchObject({ status: 200 });
    expect(tried).toEqual(['127.0.0.9', '127.0.0.1']);
  });

  test('a dead address does not hide the one that is well, however long it says nothing', async () => {
    const policy = { ...onlyLoopback, allows: () => true };
    const send = sendWith(async () => ['192.0.2.1', '127.0.0.1'], policy);
    expect((await send(posting(to.port))).answer).toMatchObject({ status: 200 });
    expect(tried).toEqual(['192.0.2.1', '127.0.0.1']);
  });

  test('both kinds of address are tried by turns, so that dead ones of one kind do not hide the other', async () => {
    const policy = { ...onlyLoopback, allows: () => true };
    const send = sendWith(async () => ['127.0.0.8', '127.0.0.9', '::1', '127.0.0.10', '127.0.0.11'], policy);
    await send(posting(to.port));
    expect(tried.slice(0, 2)).toEqual(['127.0.0.8', '::1']);
  });

  test.each(['127.0.0.1', '0x7f.1', '2130706433', '[::1]', '[::ffff:7f00:1]', 'localhost'])(
    'production never connects to %s, though nothing but the policy differs from the laptop',
    async (host) => {
      const posted = { ...posting(to.port), url: `https://${host}/` };
      expect((await sendWith(async () => ['127.0.0.1'], publicOnly())(posted)).answer).toEqual(blocked);
      expect(tried).toEqual([]);
    },
  );

  test('the laptop reaches a receiver on localhost in plain http', async () => {
    const send = sendWith(async () => ['127.0.0.1'], loopbackAllowed());
    const posted = { ...posting(to.port), url: `http://localhost:${to.port}/` };
    expect((await send(posted)).answer).toMatchObject({ status: 200 });
  });

  test('no fuzzed URL, whatever its name resolves to, leads to a connection outside the allowed set', async () => {
    /** Nothing depends on what is answered, and whoever is greeted in TLS here waits for its end in vain. */
    const sendBriefly = (resolve: Resolve) =>
      sendWith(resolve, onlyLoopback, { ...shortLimits, deadline: 60 });
    const literal = fc.oneof(
      fc.ipV4(),
      fc.ipV4Extended(),
      fc.ipV6().map((address) => `[${address}]`),
      fc.constantFrom(
        '0x7f.2',
        '2130706434',
        '①②⑦.⓪.⓪.②',
        '[::ffff:7f00:2]',
        '[64:ff9b::7f00:2]',
        '127.0.0.1',
      ),
    );
    const host = fc.oneof(literal, fc.domain());
    const authority = fc.tuple(fc.constantFrom('', 'u:p@', '127.0.0.2@', '127.0.0.2\\@'), host);
    const url = fc
      .tuple(
        fc.constantFrom('http', 'https', 'HTTP', 'ftp', 'file'),
        authority,
        fc.constantFrom('', '/', '/..//@x', '?#'),
      )
      .map(([scheme, [user, name], path]) => `${scheme}://${user}${name}:${to.port}${path}`);
    const address = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.constantFrom('127.0.0.1', '127.0.0.2', '::1', 'inner.test'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(url, fc.webUrl()),
        fc.array(address, { maxLength: 3 }),
        async (target, answers) => {
          await sendBriefly(async () => answers)({ ...posting(to.port), url: target });
          expect(tried.filter((one) => one !== '127.0.0.1')).toEqual([]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('proxies of the environment are passed by', async () => {
    await using proxy = await receiver((socket) => socket.end(plain('418 Proxy')));
    const script = `
      const { createSend } = await import('./functions/deliver/posting/send.ts');
      const policy = { refuseUrl: () => null, allows: (address) => address === '127.0.0.1' };
      const send = createSend({ policy, resolve: async () => ['127.0.0.1'] });
      const { answer } = await send({ url: 'http://hooks.example.org:${to.port}/', headers: {}, body: '{}' });
      console.log(answer.status);`;
    const address = `http://127.0.0.1:${proxy.port}`;
    const env = { ...process.env, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: address, http_proxy: address };
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      env,
    });
    expect([stdout.trim(), proxy.requests]).toEqual(['200', []]);
  });
});
