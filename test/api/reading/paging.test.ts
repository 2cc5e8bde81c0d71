import { beforeAll, expect, test } from 'vitest';
import type { Store } from '../../../functions/store/index.ts';
import { type Client, clientOf } from '../../support/api.ts';
import { freshTable } from '../../support/engine/table.ts';
import { anInstrument, withRecord } from '../../support/record-fixture.ts';

let store: Store;
let client: Client;

const writing = { now: () => '2023-01-01T12:00:00.000Z', by: 'fixture', ifVersion: 0 };

beforeAll(async () => {
  store = await withRecord(await freshTable());
  client = clientOf(store);
  for (const id of ['b', 'd', 'f']) await store.cataloguing.putInstrument(id, anInstrument(), writing);
});

const idsOf = (json: { data: { id: string }[] }) => json.data.map(({ id }) => id);

test('a cursor survives what is inserted before and after it', async () => {
  const first = await client.get('/v1/instruments?limit=2');
  expect(idsOf(first.json)).toEqual(['b', 'd']);
  await store.cataloguing.putInstrument('a', anInstrument(), writing);
  await store.cataloguing.putInstrument('e', anInstrument(), writing);
  const [, link = ''] = /<(.*)>; rel="next"/.exec(first.headers.link ?? '') ?? [];
  const second = await client.get(link);
  expect(idsOf(second.json)).toEqual(['e', 'f']);
  const third = await client.get(`/v1/instruments?limit=2&cursor=${second.json.next}`);
  expect(idsOf(third.json)).toEqual(['ilo-c029']);
  expect(third.json.next).toBeNull();
  expect(third.headers.link).toBeUndefined();
});

test('a cursor of another question, or one that was tampered with, is refused', async () => {
  const { next } = (await client.get('/v1/instruments?limit=1')).json;
  const forged = [
    `/v1/sources?cursor=${next}`,
    `/v1/instruments?cursor=${next.slice(0, -1)}`,
    `/v1/instruments?cursor=${next}A`,
    `/v1/instruments?cursor=${Buffer.from('zzz').toString('base64url')}`,
    `/v1/instruments?cursor=${Buffer.from(`${Buffer.from(next, 'base64url')}x`).toString('base64url')}`,
    '/v1/instruments?cursor=',
    '/v1/instruments?cursor=%00',
  ];
  for (const target of forged) {
    const { status, json } = await client.get(target);
    expect([target, status, json.type]).toEqual([target, 400, '/problems/bad-cursor']);
  }
});
