import { mkdtempSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDocuments, createLocalDynamo } from '../../../infra/local/aws/clients.ts';
import { type Gateway, openGateway } from '../../../infra/local/aws/gateway.ts';
import { ensureTable } from '../../../infra/local/aws/table.ts';
import { type Engine, startEngine } from '../../../infra/local/engine/engine.ts';
import { rememberUnchanged } from '../../../infra/local/engine/unchanged.ts';
import { countWrites, type Writes } from '../../../infra/local/engine/writes.ts';
import { captureLog } from '../../support/quiet-log.ts';

const table = 'unchanged';
let engine: Engine;
let writes: Writes;
let gateway: Gateway;
let asked: APIGatewayProxyEventV2[] = [];
let result: APIGatewayProxyStructuredResultV2;
let now = '2026-11-28T23:59:59.000Z';

beforeAll(async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'unchanged-')), 'tracker.db');
  engine = await startEngine({ file });
  const raw = createLocalDynamo(engine.endpoint);
  await ensureTable({ raw, client: createDocuments(raw) }, table);
  writes = await countWrites(file);
  gateway = await openGateway({ host: '127.0.0.1', port: 0, timeout: 5, log: captureLog().log });
  gateway.serve(
    async (event) => {
      asked.push(event);
      return result;
    },
    rememberUnchanged(writes, () => now),
  );
});
afterAll(async () => {
  await gateway.stop();
  writes.end();
  await engine.stop();
});
beforeEach(async () => {
  await write();
  asked = [];
  result = { statusCode: 304, headers: { 'cache-control': 'public, no-cache', etag: '"a"' }, body: '' };
});

async function write(): Promise<void> {
  const client = createDocuments(createLocalDynamo(engine.endpoint));
  await client.send(new PutCommand({ TableName: table, Item: { pk: 'a', sk: `${Math.random()}` } }));
}

const ask = (headers: Record<string, string> = {}, method = 'GET', path = '/v1/states') =>
  fetch(gateway.url + path, { method, headers: { 'if-none-match': '"a"', ...headers } });

test('who asks again for what has not changed hears the same, without the function', async () => {
  const first = await ask();
  const again = await ask();
  expect([first.status, again.status, asked.length]).toEqual([304, 304, 1]);
  const told = ({ headers }: Response) => [...headers].filter(([name]) => name !== 'date');
  expect(told(again)).toEqual(told(first));
});

test('whoever sends such requests ahead is refused those beyond sixteen, as anybody is', async () => {
  const request = 'GET /v1/states HTTP/1.1\r\nHost: x\r\nIf-None-Match: "a"\r\n\r\n';
  const heard = async (text: string) => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    socket.end(text);
    const came = (await Array.fromAsync(socket)).join('');
    return [...came.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
  };
  await heard(request);
  expect(await heard(request)).toEqual([304]);
  expect(asked).toHaveLength(1);
  const statuses = await heard(request.repeat(500));
  expect(statuses.at(-1)).toBe(429);
  expect(statuses.length).toBeLessThanOrEqual(19);
});

test('after a write, and on another day, the function is asked again', async () => {
  await ask();
  await write();
  await ask();
  expect(asked).toHaveLength(2);
  now = '2026-11-29T00:00:00.000Z';
  await ask();
  await ask();
  expect(asked).toHaveLength(3);
});

test('another request is not taken for the same: path, method, or any header', async () => {
  await ask();
  await ask({}, 'GET', '/v1/states?status=party');
  await ask({}, 'HEAD');
  await ask({ 'if-none-match': '"b"' });
  await ask({ 'accept-language': 'zh' });
  expect(asked).toHaveLength(5);
});

test.each([
  ['what has changed', { statusCode: 200, headers: { 'cache-control': 'public, no-cache' } }, {}],
  ['what only the asker may have', { statusCode: 304, headers: { 'cache-control': 'private' } }, {}],
  ['what nothing is said of', { headers: {} }, {}],
  ['what was asked with a key', {}, { authorization: 'Bearer trt_x' }],
])(
  '%s goes through the function each time',
  async (_what, over: APIGatewayProxyStructuredResultV2, headers) => {
    result = { ...result, ...over };
    await ask(headers);
    await ask(headers);
    expect(asked).toHaveLength(2);
  },
);

test('where writes cannot be counted, every request goes through the function', async () => {
  const blind = await countWrites(join(tmpdir(), 'nowhere', 'tracker.db'));
  expect(rememberUnchanged(blind, () => now)()).toBeUndefined();
});
