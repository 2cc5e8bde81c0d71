import { beforeAll, expect, test } from 'vitest';
import type { Store } from '../../functions/store/index.ts';
import { type Client, clientOf } from '../support/api.ts';
import { freshTable } from '../support/engine/table.ts';
import { anAction, withRecord } from '../support/record-fixture.ts';

let store: Store;
let client: Client;

const writing = { now: () => '2023-01-01T12:00:00.000Z', by: 'fixture' };

beforeAll(async () => {
  store = await withRecord(await freshTable());
  client = clientOf(store);
  const entries = Array.from({ length: 20 }, (_, n) => ({
    action: anAction({ kind: 'communication', text: `${n}` }),
  }));
  await store.recording.recordActions('CHN', 'ilo-c029', entries, writing);
});

const bodies = async () => (await Array.fromAsync(store.changes.list(0, 1000))).map(({ body }) => body);

test('the feed is served in the very bytes that were stored', async () => {
  const { text, json } = await client.get('/v1/changes');
  expect(text.startsWith(`{"data":[${(await bodies()).join(',')}],`)).toBe(true);
  expect(json).toMatchObject({ next: null, sequence: 22, headSequence: 22 });
  expect((await client.get('/v1/changes/3')).text).toBe((await bodies())[2]);
});

test('pages of the feed follow each other without a gap', async () => {
  const sequences: number[] = [];
  let target: string | undefined = '/v1/changes?limit=7';
  while (target) {
    const { json, headers } = await client.get(target);
    sequences.push(...json.data.map(({ sequence }: { sequence: number }) => sequence));
    target = /<(.*)>; rel="next"/.exec(headers.link ?? '')?.[1];
    expect(json.next === null).toBe(target === undefined);
  }
  expect(sequences).toEqual(Array.from({ length: 22 }, (_, n) => n + 1));
});

test('several types are asked for at once, as filters of subscriptions do', async () => {
  const countOf = async (types: string) => (await client.get(`/v1/changes?types=${types}`)).json.data.length;
  expect(await countOf('treaty.*')).toBe(await countOf('treaty.action.recorded'));
  expect(await countOf('treaty.action.*,instrument.*')).toBe(21);
  expect((await client.get('/v1/changes?types=treaty.status.*')).json.type).toBe('/problems/unknown-value');
});

test('a filtered page says how far it has looked', async () => {
  const { json } = await client.get('/v1/changes?types=instrument.added,urging.recorded');
  expect(json.data.map(({ type }: { type: string }) => type)).toEqual([
    'instrument.added',
    'urging.recorded',
  ]);
  expect(json).toMatchObject({ next: null, sequence: 22, headSequence: 22 });
  const one = await client.get('/v1/changes?instrument=ilo-c029&state=CHN&limit=1');
  expect(one.json).toMatchObject({ next: '3', sequence: 3, headSequence: 22 });
  expect((await client.get('/v1/changes?state=FRA')).json).toMatchObject({ data: [], sequence: 22 });
});

test('at the head there is nothing, until there is', async () => {
  const { json } = await client.get('/v1/changes?after=22');
  expect(json).toEqual({ data: [], next: null, sequence: 22, headSequence: 22 });
  await store.recording.recordActions(
    'CHN',
    'ilo-c029',
    [{ action: anAction({ kind: 'communication', text: 'new' }) }],
    writing,
  );
  expect((await client.get('/v1/changes?after=22')).json.data).toHaveLength(1);
});
