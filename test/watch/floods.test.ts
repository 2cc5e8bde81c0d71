import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createFetch } from '../../functions/watch/fetching.ts';

/** A depositary that says `first`, and then `again` while anybody listens. */
async function aFlood(first: string, again: string): Promise<string> {
  const server = createServer((socket) => {
    const more = () => {
      while (socket.writable && socket.write(again));
    };
    socket
      .on('error', () => undefined)
      .on('drain', more)
      .once('data', () => {
        socket.write(first);
        more();
      });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const fetch = createFetch({
  policy: { allows: () => true, refuseUrl: () => null },
  agent: 'test',
  limits: { milliseconds: 20_000, bytes: 1024 * 1024, redirects: 0 },
});

const chunked = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n';

test.each([
  ['interim answers', 'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(500)],
  ['early hints', '', `HTTP/1.1 103 Early Hints\r\nLink: ${'x'.repeat(7000)}\r\n\r\n`],
  ['extensions of chunks', chunked, `1;${'e'.repeat(8000)}\r\nx\r\n`],
  ['chunks', chunked, `4000\r\n${'x'.repeat(0x4000)}\r\n`],
])(
  'a depositary that sends %s without end is left as soon as it is too much',
  async (_what, first, again) => {
    const outcome = await fetch(await aFlood(first, again));
    expect(outcome).toEqual({ kind: 'failed', why: expect.stringContaining('it is larger than 1 MB') });
  },
);
