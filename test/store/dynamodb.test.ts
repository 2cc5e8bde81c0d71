import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, test, vi } from 'vitest';
import { createDynamo } from '../../functions/store/documents.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

test('a DynamoDB that does not answer is asked four times with one token, and then given up', async () => {
  const tokens: unknown[] = [];
  const server = createServer(async (request: IncomingMessage) => {
    const { ClientRequestToken: token } = (await json(request)) as Record<string, unknown>;
    tokens.push(token);
    server.emit('asked');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'x');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
  const client = createDynamo();
  const sent = client.send(new TransactWriteItemsCommand({ TransactItems: [] })).catch((error) => error.name);
  for (let asked = 1; asked <= 4; asked++) {
    if (tokens.length < asked) await once(server, 'asked');
    vi.advanceTimersByTime(2500);
  }
  expect(await sent).toBe('TimeoutError');
  expect(tokens).toHaveLength(4);
  expect(tokens[0]).toMatch(/\S/);
  expect(new Set(tokens).size).toBe(1);
  client.destroy();
  server.closeAllConnections();
  server.close();
});
