import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { type Api, type Gateway, openGateway } from '../../infra/local/aws/gateway.ts';
import { captureLog } from '../support/quiet-log.ts';

const ok = { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' };
const closing = 'Host: x\r\nConnection: close\r\n';

const mebibyte = 1024 * 1024;
/** More than the system takes from a program before its reader reads. */
const large = {
  statusCode: 200,
  headers: { 'content-type': 'text/plain' },
  body: 'x'.repeat(5.9 * mebibyte),
};

let gateway: Gateway;
afterEach(() => gateway.stop());

async function serving(api: Api, unread = mebibyte): Promise<void> {
  const { log } = captureLog();
  gateway = await openGateway({ host: '127.0.0.1', port: 0, timeout: 5, connections: 20, unread, log });
  gateway.serve(api);
}

const socketTo = () => connect(Number(new URL(gateway.url).port), '127.0.0.1').on('error', () => undefined);

/** Writes bytes to the gateway's socket; answers all that comes back until it closes. */
async function exchange(text: string): Promise<string> {
  const socket = socketTo();
  socket.write(text);
  return (await Array.fromAsync(socket).catch(() => [])).join('');
}

test('whoever sends thousands of requests ahead waits for them alone, one at a time', async () => {
  let [asked, atOnce, most] = [0, 0, 0];
  await serving(async () => {
    asked += 1;
    most = Math.max(most, ++atOnce);
    await setImmediate();
    atOnce -= 1;
    return ok;
  });
  const heard = await exchange('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(5000));
  expect(most).toBe(1);
  expect(asked).toBeLessThan(50);
  expect(heard.match(/HTTP\/1\.1 200/g)).toHaveLength(asked);
  expect(heard).toMatch(/HTTP\/1\.1 429 [\s\S]*connection: close/i);
});

test('whoever reads no answer is made no further one', async () => {
  let asked = 0;
  await serving(async () => {
    asked += 1;
    return large;
  }, 1000 * mebibyte);
  const deaf = socketTo().pause();
  deaf.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(16));
  await vi.waitFor(() => expect(asked).toBe(1));
  for (let n = 0; n < 50; n++) expect((await fetch(gateway.url, { method: 'HEAD' })).status).toBe(200);
  expect(asked - 50).toBeLessThan(4);
  deaf.destroy();
});

test('beyond so many bytes that nobody reads those go that have waited longest', async () => {
  let asked = 0;
  await serving(async ({ rawPath }) => {
    asked += 1;
    return rawPath === '/large' ? large : ok;
  }, 8 * mebibyte);
  const deaf = Array.from({ length: 15 }, () => socketTo().pause());
  for (const socket of deaf) socket.write('GET /large HTTP/1.1\r\nHost: x\r\n\r\n');
  await vi.waitFor(() => expect(asked).toBe(15));
  await vi.waitFor(async () => expect(await gateway.connections()).toBeLessThan(9));
  expect((await fetch(gateway.url)).status).toBe(200);
  expect(await (await fetch(`${gateway.url}/large`)).text()).toHaveLength(large.body.length);
  for (const socket of deaf) socket.destroy();
});

test('beyond so many connections those go that have waited longest, and none that is being answered', async () => {
  const made = Promise.withResolvers<typeof ok>();
  await serving(({ rawPath }) => (rawPath === '/slow' ? made.promise : Promise.resolve(ok)));
  const slow = fetch(`${gateway.url}/slow`);
  const idle = Array.from({ length: 60 }, socketTo);
  await vi.waitFor(() => expect(idle.filter(({ destroyed }) => destroyed).length).toBeGreaterThan(39));
  expect((await fetch(gateway.url)).status).toBe(200);
  expect(await gateway.connections()).toBeLessThanOrEqual(20);
  made.resolve(ok);
  expect((await slow).status).toBe(200);
  for (const socket of idle) socket.destroy();
});

test.each([
  ['a later version', 505, 'GET / HTTP/2.0\r\nHost: x\r\n\r\n'],
  ['chunks of HTTP/1.0', 400, 'POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['a Host that comes twice', 400, 'GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n'],
])('%s is refused, and what comes behind it is not heard', async (_what, status, request) => {
  const heardOf: string[] = [];
  await serving(async ({ rawPath }) => {
    heardOf.push(rawPath);
    return ok;
  });
  const kept = request.replace('Host: x', 'Host: x\r\nConnection: keep-alive');
  const heard = await exchange(`${kept}GET /behind HTTP/1.1\r\n${closing}\r\n`);
  expect(heard.match(/HTTP\/1\.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`]);
  expect(heardOf).toEqual([]);
});
