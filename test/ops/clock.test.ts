import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireRightClock } from '../../infra/ops/clock.ts';

let ahead = 0;
const server = createServer((_request, response) => {
  response.setHeader('date', new Date(Date.now() + ahead * 1000).toUTCString());
  response.end('{}');
});
let url = '';
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

test.each([
  [120, /1[12]\d s behind that of http/],
  [-3600, /3(600|59\d|60\d) s ahead of that of http/],
])('a clock that the service is %i s ahead of is refused', async (seconds, line) => {
  ahead = seconds;
  await expect(requireRightClock({ url })).rejects.toThrow(line);
});

test('a clock that is right, or cannot be compared, is taken', async () => {
  ahead = 3;
  await requireRightClock({ url });
  await requireRightClock({ url: 'http://127.0.0.1:1' });
});
