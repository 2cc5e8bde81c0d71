import { once } from 'node:events';
import { connect } from 'node:net';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { largestRequest } from '../../functions/lib/http/event.ts';
import { type Gateway, openGateway } from '../../infra/local/aws/gateway.ts';
import { largestResult } from '../../infra/local/aws/lambda-limits.ts';
import { captureLog } from '../support/quiet-log.ts';

let gateway: Gateway;
let events: APIGatewayProxyEventV2[] = [];
let result: APIGatewayProxyStructuredResultV2 = {};
beforeAll(async () => {
  gateway = await openGateway({ host: '127.0.0.1', port: 0, timeout: 0.3, log: captureLog().log });
  gateway.serve(async (event) => {
    events.push(event);
    if (event.rawPath === '/throws') throw new Error('boom');
    if (event.rawPath === '/hangs') await new Promise(() => undefined);
    return result;
  });
});
afterAll(() => gateway.stop());
beforeEach(() => {
  events = [];
  result = { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' };
});

/** Writes bytes to the gateway's socket; answers all that comes back until it closes. */
async function exchange(text: string): Promise<string> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk;
  });
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return heard;
}

const closing = 'Host: x\r\nConnection: close\r\n';

test('an event has the form of payload 2.0', async () => {
  await exchange(
    `GET /v1/a%20b?x=1&x=2&y=%C3%A9 HTTP/1.1\r\n${closing}X-A: 1\r\nx-a: 2\r\nCookie: a=1; b=2\r\nUser-Agent: t\r\n\r\n`,
  );
  expect(events).toEqual([
    {
      version: '2.0',
      routeKey: '$default',
      rawPath: '/v1/a b',
      rawQueryString: 'x=1&x=2&y=%C3%A9',
      cookies: ['a=1', 'b=2'],
      headers: { host: 'x', connection: 'close', 'x-a': '1,2', 'user-agent': 't' },
      queryStringParameters: expect.objectContaining({ x: '1,2', y: 'é' }),
      requestContext: expect.objectContaining({
        domainName: 'x',
        http: { method: 'GET', path: '/v1/a b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 't' },
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        stage: '$default',
      }),
      isBase64Encoded: false,
    },
  ]);
});

test('each request of a connection has what it says itself', async () => {
  const first = 'GET /a HTTP/1.1\r\nHost: x\r\nCookie: a=1\r\n\r\n';
  const agent = first.replace('Cookie: a=1', 'User-Agent: t');
  const other = first.replace('/a', '/a?b=1').replace('a=1', 'a=2');
  await exchange(
    `${first}${first}${agent}${other}${first.replace('GET', 'DELETE')}GET / HTTP/1.1\r\n${closing}\r\n`,
  );
  const said = events.map(({ rawPath, rawQueryString, cookies, queryStringParameters, requestContext }) => [
    `${requestContext.http.method} ${rawPath} ${rawQueryString}`,
    cookies?.join(),
    queryStringParameters?.b,
    requestContext.http.userAgent,
  ]);
  expect(said).toEqual([
    ['GET /a ', 'a=1', undefined, ''],
    ['GET /a ', 'a=1', undefined, ''],
    ['GET /a ', undefined, undefined, 't'],
    ['GET /a b=1', 'a=2', '1', ''],
    ['DELETE /a ', 'a=1', undefined, ''],
    ['GET / ', undefined, undefined, ''],
  ]);
  expect(new Set(events.map(({ requestContext }) => requestContext.requestId)).size).toBe(6);
});

test('a text body is passed as text, anything else in base64', async () => {
  const send = (type: string, body: Uint8Array<ArrayBuffer>) =>
    fetch(gateway.url, { method: 'POST', body, headers: { 'content-type': type } });
  await send('application/json', Buffer.from('{"é":1}'));
  await send('application/json', Buffer.from([0x22, 0xff, 0x22]));
  await send('application/octet-stream', Buffer.from('x'));
  expect(events.map(({ body, isBase64Encoded }) => [body, isBase64Encoded])).toEqual([
    ['{"é":1}', false],
    ['Iv8i', true],
    ['eA==', true],
  ]);
});

test('status, headers, cookies and a binary body are answered as they are', async () => {
  result = {
    statusCode: 201,
    headers: { 'Content-Type': 'image/png', 'X-N': 1 },
    cookies: ['a=1', 'b=2'],
    body: Buffer.from([1, 2, 255]).toString('base64'),
    isBase64Encoded: true,
  };
  const response = await fetch(gateway.url);
  expect(response.status).toBe(201);
  expect(response.headers.get('x-n')).toBe('1');
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 2, 255]);
});

test.each([
  ['TRACE', `TRACE / HTTP/1.1\r\n${closing}\r\n`],
  ['a GET with a body', `GET / HTTP/1.1\r\n${closing}Content-Length: 2\r\n\r\n{}`],
  ['a host that is none', 'GET / HTTP/1.1\r\nHost: a b:c/\r\nConnection: close\r\n\r\n'],
  ['HTTP/1.0 without a host', 'GET / HTTP/1.0\r\n\r\n'],
  ['a path that cannot be decoded', `GET /%ff%zz HTTP/1.1\r\n${closing}\r\n`],
  ['a path of two slashes', `GET //evil/x HTTP/1.1\r\n${closing}\r\n`],
  ['an absolute target', `GET http://evil/x?y HTTP/1.1\r\n${closing}\r\n`],
  ['an asterisk', `OPTIONS * HTTP/1.1\r\n${closing}\r\n`],
  ['an expectation', `GET / HTTP/1.1\r\n${closing}Expect: tea\r\n\r\n`],
  [
    'names of the prototype',
    `GET /?__proto__=1 HTTP/1.1\r\n${closing}__proto__: 1\r\nconstructor: 2\r\n\r\n`,
  ],
  ['an upgrade', `GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade, close\r\n\r\n`],
])('%s is left to the function', async (_what, text) => {
  expect(await exchange(text)).toMatch(/^HTTP\/1.1 200 /);
  expect(events).toHaveLength(1);
  expect(events[0]?.rawPath).toMatch(/^\//);
});

test.each([
  ['what is not HTTP', 400, 'rubbish\r\n\r\n'],
  ['a header with a control character', 400, `GET / HTTP/1.1\r\n${closing}a: \x01\r\n\r\n`],
  ['headers beyond the limit', 431, `GET / HTTP/1.1\r\n${closing}a: ${'x'.repeat(20_000)}\r\n\r\n`],
  ['HTTP/1.1 without a host', 400, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ['two hosts', 400, `GET / HTTP/1.1\r\nHost: y\r\n${closing}\r\n`],
  ['a made-up method', 400, `FROB / HTTP/1.1\r\n${closing}\r\n`],
  ['CONNECT', 405, `CONNECT x:1 HTTP/1.1\r\n${closing}\r\n`],
  ['a body said to be too large', 413, `POST / HTTP/1.1\r\n${closing}Content-Length: 10485761\r\n\r\n`],
  ['a function that throws', 500, `GET /throws HTTP/1.1\r\n${closing}\r\n`],
  ['a function that hangs', 503, `GET /hangs HTTP/1.1\r\n${closing}\r\n`],
])('%s is answered as a problem with status %d', async (_what, status, text) => {
  const [head = '', body = ''] = (await exchange(text)).split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(head.toLowerCase()).toContain('content-type: application/problem+json');
  expect(JSON.parse(body)).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
});

test('a body that grows too large is answered before it ends, and the function never hears of it', async () => {
  const chunk = `80000\r\n${'x'.repeat(0x80000)}\r\n`;
  const answer = await exchange(
    `POST / HTTP/1.1\r\n${closing}Transfer-Encoding: chunked\r\n\r\n${chunk}${chunk}${chunk}`,
  );
  expect(answer).toMatch(/^HTTP\/1.1 413 /);
  expect(events).toEqual([]);
});

test('a body in chunks of one byte is taken, one whose chunks carry long extensions is refused while it comes', async () => {
  const inChunks = (extension: string, count: number) =>
    exchange(
      `POST / HTTP/1.1\r\n${closing}Transfer-Encoding: chunked\r\n\r\n${`1${extension}\r\nx\r\n`.repeat(count)}0\r\n\r\n`,
    );
  expect(await inChunks('', 100_000)).toMatch(/^HTTP\/1.1 200 /);
  expect(events).toHaveLength(1);
  expect(await inChunks(`;${'e'.repeat(8000)}`, 200)).toMatch(/^HTTP\/1.1 413 /);
  expect(events).toHaveLength(1);
});

test('a client that asks first is not told to go on with a body that is too large', async () => {
  const asking = (length: number) =>
    exchange(
      `POST / HTTP/1.1\r\n${closing}Expect: 100-continue\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length === 3 ? 3 : 0)}`,
    );
  expect(await asking(largestRequest + 1)).toMatch(/^HTTP\/1.1 413 /);
  expect(await asking(3)).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 /);
});

test.each([
  ['what is not HTTP', 'rubbish\r\n\r\n'],
  ['CONNECT', 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n'],
  [
    'a body that is too large',
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n${'x'.repeat(200_000)}`,
  ],
])('a client that stays after the refusal of %s keeps no descriptor of ours', async (_what, text) => {
  const stubborn = Array.from({ length: 20 }, async () => {
    const socket = connect({
      port: Number(new URL(gateway.url).port),
      host: '127.0.0.1',
      allowHalfOpen: true,
    });
    socket.on('error', () => undefined);
    socket.on('data', () => undefined);
    socket.write(text);
    await once(socket, 'data');
    return socket;
  });
  const sockets = await Promise.all(stubborn);
  await vi.waitFor(async () => expect(await gateway.connections()).toBe(0), 5000);
  for (const socket of sockets) socket.destroy();
});

test('forty bodies of 9 MB are refused without being held', async () => {
  const body = Buffer.alloc(9_000_000, 'x');
  const before = process.memoryUsage.rss();
  const clients = Array.from({ length: 40 }, async (_, index) => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1').on('error', () => undefined);
    const head = index % 2 ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`;
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\n${head}\r\n\r\n${index % 2 ? `${body.length.toString(16)}\r\n` : ''}`,
    );
    socket.write(body);
    let heard = '';
    for await (const chunk of socket) heard += chunk;
    return heard;
  });
  const heard = await Promise.all(clients.map((client) => client.catch(() => '')));
  expect(heard.filter((answer) => answer.startsWith('HTTP/1.1 413 ')).length).toBeGreaterThan(0);
  expect(events).toEqual([]);
  expect(process.memoryUsage.rss() - before).toBeLessThan(300_000_000);
});

test.each([
  ['as long as Lambda lets through', largestResult, 200],
  ['a byte longer', largestResult + 1, 502],
])('an answer that is, written as JSON, %s', async (_what, bytes, status) => {
  const around = Buffer.byteLength(JSON.stringify({ ...result, body: '' }));
  const quotes = Math.floor((bytes - around) / 2);
  result = { ...result, body: `${'"'.repeat(quotes)}${'x'.repeat(bytes - around - 2 * quotes)}` };
  const response = await fetch(gateway.url);
  expect(response.status).toBe(status);
  if (status === 502)
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining(`${bytes} bytes`) });
});

test('requests on one connection are answered in turn', async () => {
  const answer = await exchange(`GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\n${closing}\r\n`);
  expect(answer.match(/HTTP\/1.1 200/g)).toHaveLength(2);
  expect(events.map(({ rawPath }) => rawPath)).toEqual(['/1', '/2']);
});
