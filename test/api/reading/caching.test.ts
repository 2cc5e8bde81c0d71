import type { GetCommandOutput } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, test } from 'vitest';
import type { Store } from '../../../functions/store/index.ts';
import { bearer, type Client, clientOf } from '../../support/api.ts';
import { freshTable, type TestTable } from '../../support/engine/table.ts';
import { eventOf } from '../../support/event.ts';
import { anAction, citation, storeOf, withRecord } from '../../support/record-fixture.ts';

let table: TestTable;
let store: Store;
let client: Client;
let today: string;
let commands: string[];
let units: number;

beforeEach(async () => {
  table = await freshTable();
  store = await withRecord(table);
  const look = { on: '2022-12-31', source: { ...citation, seenOn: '2022-12-31' } };
  await store.recording.recordChecks('CHN', 'ilo-c029', [look], {
    now: () => '2023-01-01T00:00:00.000Z',
    by: 'test',
  });
  today = '2023-01-02T00:00:00.000Z';
  client = clientOf(store, { now: () => today });
  [commands, units] = [[], 0];
  table.client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const asked = { ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } };
        const result = await next(asked as typeof args);
        commands.push(commandName);
        units += (result.output as GetCommandOutput).ConsumedCapacity?.CapacityUnits ?? 0;
        return result;
      },
    { step: 'initialize', priority: 'high' },
  );
});

const list = '/v1/states/CHN/participations';
const record = async () =>
  store.recording.recordActions('CHN', 'ilo-c029', [{ action: anAction() }], {
    now: () => today,
    by: 'test',
  });

test('a path that was decoded to a question is not taken for one', async () => {
  const event = { ...eventOf('GET', '/v1/changes'), rawPath: '/v1/changes?limit=1' };
  const ask = async () => (await client.api(event)).statusCode;
  expect(await ask()).toBe(404);
  expect((await client.get('/v1/changes?limit=1')).status).toBe(200);
  expect(await ask()).toBe(404);
});

test.each([
  list,
  `${list}/ilo-c029`,
  '/v1/instruments',
  '/v1/states',
  '/v1/calendar',
  '/v1/changes',
  '/v1/changes?after=2',
])('a read of %s that nothing has changed costs one read of the head', async (target) => {
  const first = await client.get(target);
  [commands, units] = [[], 0];
  expect(await client.get(target)).toEqual(first);
  expect(commands).toEqual(['GetItemCommand']);
  expect(units).toBe(1);
});

test('a question not asked before costs no more, where the State is in memory', async () => {
  await client.get(list);
  [commands, units] = [[], 0];
  expect((await client.get(`${list}/ilo-c029?asOf=2022-01-01`)).status).toBe(200);
  expect([commands, units]).toEqual([['GetItemCommand'], 1]);
});

test('the document and its page cost the table nothing', async () => {
  for (const target of ['/openapi.json', '/docs']) expect((await client.get(target)).status).toBe(200);
  for (const target of ['/openapi.json', '/docs'])
    expect((await client.get(target)).headers.etag).toBeDefined();
  expect(commands).toEqual([]);
});

test('a write, by this instance or another, shows in the very next read', async () => {
  const before = await client.get(list);
  const other = clientOf(storeOf(table), { now: () => today });
  await other.get(list);
  await record();
  for (const one of [client, other]) {
    const after = await one.get(list);
    expect(after.json.data[0].status).toBe('contracting-state');
    expect(after.headers.etag).not.toBe(before.headers.etag);
  }
});

test('an answer about today is not kept into tomorrow', async () => {
  await record();
  expect((await client.get(list)).json.data[0].status).toBe('contracting-state');
  today = '2023-08-12T00:00:00.000Z';
  expect((await client.get(list)).json.data[0].status).toBe('party');
});

test('who has the answer already is told so, without a body', async () => {
  const { headers } = await client.get(list);
  const { etag = '' } = headers;
  expect(etag).toMatch(/^"[\w-]+"$/);
  for (const known of [etag, `W/${etag}`, `"a, b", ${etag}`, '*', `"x",W/"y",${etag}`]) {
    const answer = await client.get(list, { 'if-none-match': known });
    expect([known, answer.status, answer.text]).toEqual([known, 304, '']);
    expect(answer.headers).toMatchObject({ etag, 'cache-control': 'public, no-cache' });
  }
  for (const known of ['"other"', 'other', '', etag.slice(1, -1), `x${etag}`, `${etag} x`, `${etag}${etag}`])
    expect((await client.get(list, { 'if-none-match': known })).status, known).toBe(200);
});

test('an instance that has not built the answer says that it is unchanged all the same', async () => {
  const { etag = '' } = (await client.get(list)).headers;
  const other = clientOf(storeOf(table), { now: () => today });
  commands = [];
  expect((await other.get(list, { 'if-none-match': etag })).status).toBe(304);
  expect(commands).toEqual(['GetItemCommand']);
  await record();
  expect((await other.get(list, { 'if-none-match': etag })).status).toBe(200);
});

test('a tag is of one question only', async () => {
  const { etag = '' } = (await client.get(list)).headers;
  expect((await client.get(`${list}?status=party`, { 'if-none-match': etag })).status).toBe(200);
});

test('what is not there has no tag to match', async () => {
  expect((await client.get('/v1/instruments/nowhere', { 'if-none-match': '*' })).status).toBe(404);
});

test('HEAD is GET without the body', async () => {
  const got = await client.get(list);
  const head = await client.ask('HEAD', list);
  expect(head).toMatchObject({ status: 200, text: '', headers: got.headers });
  const missing = await client.ask('HEAD', '/v1/instruments/nowhere');
  expect([missing.status, missing.text]).toEqual([404, '']);
});

test('any page may read what is public, and nothing else', async () => {
  const { headers } = await client.get(list);
  expect(headers['access-control-allow-origin']).toBe('*');
  const refused = await client.get(`${list}?colour=red`);
  expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([422, '*']);
  const asked = await client.ask('OPTIONS', list, {
    headers: { origin: 'https://a.example', 'access-control-request-method': 'GET' },
  });
  expect([asked.status, asked.text, asked.headers.allow]).toEqual([204, '', 'GET, HEAD, OPTIONS']);
  expect(asked.headers['access-control-allow-methods']).toBe('GET, HEAD');
  const writing = await client.ask('OPTIONS', `${list}/ilo-c029/actions`);
  expect([writing.status, writing.headers.allow]).toEqual([204, 'POST, OPTIONS']);
  expect(writing.headers['access-control-allow-origin']).toBeUndefined();
  const written = await client.ask('POST', `${list}/ilo-c029/actions`, {
    body: {},
    headers: await bearer(store),
  });
  expect(written.headers['access-control-allow-origin']).toBeUndefined();
});

test('every answer carries the headers that browsers need', async () => {
  for (const target of [list, '/docs', '/nowhere', '/health']) {
    const { headers } = await client.get(target);
    expect(headers['strict-transport-security']).toContain('max-age=');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  }
});
