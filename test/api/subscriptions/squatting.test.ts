import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type Client, clientOf } from '../../support/api.ts';
import { unitsOf } from '../../support/engine/units.ts';
import {
  anUrl,
  aVerified,
  type Subscribing,
  verificationOf,
  withSubscribing,
} from '../../support/subscribing.ts';

let all: Subscribing;
let strict: Client;

beforeAll(async () => {
  all = await withSubscribing();
});

beforeEach(() => {
  const { store, clock } = all;
  strict = clientOf(store, { now: () => clock.now, writeLimit: { perSecond: 1000, burst: 1000 } });
});

const create = async (owner: string, url = anUrl(), more: Record<string, string> = {}) =>
  strict.ask('POST', '/v1/subscriptions', {
    headers: { ...(await all.as(owner)), ...more },
    body: { url, filter: {} },
  });

test('what strangers left unanswered at a domain does not keep its owner out', async () => {
  for (const stranger of ['one', 'two'])
    for (let n = 0; n < 12; n++) {
      const { status } = await create(stranger, `https://${stranger}-${n}.squatted.net/`);
      expect(status).toBe(201);
    }
  const { status, json } = await create('its-owner', 'https://www.squatted.net/in');
  expect(status).toBe(201);
  const { challengeHash } = await verificationOf(all.store, json.id);
  expect((await all.store.verify(json.id, challengeHash, all.clock.now)).status).toBe('active');
});

test('an owner has twenty that wait for their URLs at most; a request that was lost is answered all the same', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 20; n++) {
    const { status, json } = await create('hoarder', anUrl(), { 'idempotency-key': `"${n}"` });
    expect(status).toBe(201);
    ids.push(json.id);
  }
  const refused = await create('hoarder');
  expect(refused.status).toBe(409);
  expect(refused.json).toMatchObject({ type: '/problems/limit-reached', limit: 20 });
  const [first = ''] = ids;
  const { challengeHash } = await verificationOf(all.store, first);
  await all.store.verify(first, challengeHash, all.clock.now);
  const url = anUrl();
  const late = await create('hoarder', url, { 'idempotency-key': '"late"' });
  expect(late.status).toBe(201);
  expect((await create('hoarder', url, { 'idempotency-key': '"late"' })).json.id).toBe(late.json.id);
});

test('a long list is read in pages, each once and none of them dear', async () => {
  const made = new Set<string>();
  for (let n = 0; n < 45; n++) made.add((await aVerified(all, {}, 'collector')).id);
  for (let n = 0; n < 20; n++) made.add((await create('collector')).json.id);
  const spent = unitsOf(all.table.client);
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const target: string = `/v1/subscriptions?limit=200${cursor && `&cursor=${cursor}`}`;
    const { json } = await strict.ask('GET', target, { headers: await all.as('collector') });
    expect(spent().units).toBeLessThanOrEqual(20);
    expect(json.data.length).toBeLessThanOrEqual(50);
    seen.push(...json.data.map(({ id }: { id: string }) => id));
    cursor = json.next;
  }
  expect(seen).toEqual([...made].sort());
});

test('reads by key are counted, and more than may be are told when to come again', async () => {
  const { store, clock } = all;
  const client = clientOf(store, { now: () => clock.now, readLimit: { perSecond: 0.5, burst: 3 } });
  const headers = await all.as('poller');
  const ask = (target: string, as = headers) => client.ask('GET', target, { headers: as });
  for (let n = 0; n < 2; n++) expect((await ask('/v1/subscriptions')).status).toBe(200);
  expect((await ask('/v1/subscriptions/sub_00000000000000000000000000')).status).toBe(404);
  const refused = await ask('/v1/subscriptions');
  expect(refused.status).toBe(429);
  expect(refused.headers['retry-after']).toBe('2');
  expect((await ask('/v1/subscriptions', await all.as('another'))).status).toBe(200);
  const { id } = await aVerified(all, {}, 'poller');
  expect((await ask(`/v1/changes?subscription=${id}&after=0`)).status).toBe(429);
  expect((await client.get('/v1/instruments')).status).toBe(200);
});
