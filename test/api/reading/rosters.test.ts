import { beforeAll, expect, test } from 'vitest';
import type { Store } from '../../../functions/store/index.ts';
import { type Client, clientOf } from '../../support/api.ts';
import { freshTable } from '../../support/engine/table.ts';
import { anAction, citation, withRecord } from '../../support/record-fixture.ts';

let store: Store;
let client: Client;

const at = (instant: string) => ({ now: () => instant, by: 'test' });
const reading = {
  statusAsAt: '2023-02-01',
  source: { ...citation, title: 'Status page', seenOn: '2023-02-02' },
  printed: { signatories: 0, parties: 2 },
  rows: 2,
};

beforeAll(async () => {
  store = await withRecord(await freshTable());
  await store.recording.recordActions(
    'CHN',
    'ilo-c029',
    [{ action: anAction() }],
    at('2023-01-02T00:00:00.000Z'),
  );
  await store.readings.record([{ instrument: 'ilo-c029', reading }], at('2023-02-03T00:00:00.000Z'));
  client = clientOf(store, { now: () => '2023-03-01T00:00:00.000Z' });
});

test('a State that never acted has no action, as far as a document that was read whole speaks', async () => {
  const { status, json } = await client.get('/v1/states/FRA/participations/ilo-c029');
  expect(status).toBe(200);
  expect(json).toMatchObject({
    status: 'no-action',
    evidenceThrough: '2023-02-01',
    lastCheckedOn: '2023-02-02',
    confidence: 'primary',
    reading: { statusAsAt: '2023-02-01', printed: { parties: 2 } },
  });
  expect(json.statusReason).toContain('up to 2023-02-01');
});

test('the same was not known before the reading was recorded', async () => {
  const before = 'knownAt=2023-02-02T00:00:00Z';
  expect((await client.get(`/v1/states/FRA/participations/ilo-c029?${before}`)).status).toBe(404);
  const { json } = await client.get(`/v1/instruments/ilo-c029/participations?${before}`);
  expect(json.data).toMatchObject([{ state: 'CHN', evidenceThrough: '2022-08-12' }]);
  expect(json.notLookedAt).toEqual(['FRA']);
});

test('a roster lists who never acted, and filters by status', async () => {
  const roster = '/v1/instruments/ilo-c029/participations';
  const all = (await client.get(roster)).json;
  expect(all.data.map(({ state, status }: Record<string, string>) => [state, status])).toEqual([
    ['CHN', 'contracting-state'],
    ['FRA', 'no-action'],
  ]);
  expect(all.notLookedAt).toEqual([]);
  expect((await client.get(`${roster}?status=no-action`)).json.data).toMatchObject([{ state: 'FRA' }]);
  expect((await client.get(`${roster}?asOf=2023-08-12&status=party`)).json.data).toMatchObject([
    { state: 'CHN' },
  ]);
  expect((await client.get(`${roster}?urgedBy=nobody`)).status).toBe(422);
  const { json } = await client.get('/v1/states/CHN/participations/ilo-c029');
  const { title, version, urgedBy, openActs } = json;
  expect(all.data[0]).toMatchObject({ title, version, urgedBy, openActs });
});

test('counts stand beside those that the depositary prints, with what differs', async () => {
  const { json, headers } = await client.get('/v1/instruments/ilo-c029?asOf=2023-03-01');
  expect(json.tally).toMatchObject({
    asOf: '2023-03-01',
    counts: { 'contracting-state': 1, 'no-action': 1, party: 0 },
    notLookedAt: 0,
    parties: 1,
    signatories: 0,
    printed: { statusAsAt: '2023-02-01', parties: 2 },
    differences: [{ count: 'parties', printed: 2, computed: 1 }],
  });
  const plain = await client.get('/v1/instruments/ilo-c029');
  expect(plain.json.tally).toBeUndefined();
  expect(plain.headers.etag).not.toBe(headers.etag);
});
