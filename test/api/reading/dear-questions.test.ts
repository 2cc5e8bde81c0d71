import { beforeAll, expect, test } from 'vitest';
import type { Store } from '../../../functions/store/index.ts';
import { type Client, clientOf } from '../../support/api.ts';
import { freshTable, type TestTable } from '../../support/engine/table.ts';
import { unitsOf } from '../../support/engine/units.ts';
import { anAction, storeOf, withRecord } from '../../support/record-fixture.ts';

/** Read units that no public question may exceed. */
const mostUnits = 20;

let table: TestTable;
let writer: Store;
let spent: ReturnType<typeof unitsOf>;

beforeAll(async () => {
  table = await freshTable();
  writer = await withRecord(table);
  spent = unitsOf(table.client);
  for (let batch = 0; batch < 12; batch++)
    await writer.recording.recordActions('CHN', 'ilo-c029', acts(batch), {
      now: () => '2023-01-01T12:00:00.000Z',
      by: 'test',
    });
}, 60_000);

/** The last change of ordinary size; later ones are as large as possible, then of Chinese text. */
const ordinary = 8 * 24;

const acts = (batch: number) =>
  Array.from({ length: 24 }, (_, n) => ({
    action: anAction({
      kind: 'communication',
      text: `${batch}/${n} ${batch < 8 ? 'x'.repeat(700) : batch < 10 ? 'y'.repeat(11_900) : '条'.repeat(5000)}`,
    }),
  }));

/** Asks an instance that has the catalogue in memory, and nothing of the feed. */
const page = async (target: string) => {
  const client = clientOf(storeOf(table));
  await client.get('/v1/instruments');
  spent();
  const { json } = await client.get(target);
  return { json, units: spent().units };
};

test('no page of the feed costs more, wherever it begins and whatever it looks for', async () => {
  for (const query of ['limit=1000', 'limit=1000&types=instrument.added', 'limit=1000&state=FRA'])
    for (let after = 0; ; ) {
      const { json, units } = await page(`/v1/changes?${query}&after=${after}`);
      const isOrdinary = json.sequence < ordinary;
      expect(units, `${query}&after=${after}`).toBeLessThanOrEqual(isOrdinary ? mostUnits : 3 * mostUnits);
      if (json.next === null) break;
      expect(Number(json.next)).toBeGreaterThan(after);
      after = Number(json.next);
    }
});

test('a page that was read is read again for the price of the head', async () => {
  const client = clientOf(storeOf(table));
  const first = await client.get('/v1/changes?limit=1000');
  spent();
  for (let after = 0; after < 50; after++)
    expect((await client.get(`/v1/changes?limit=30&after=${after}`)).status).toBe(200);
  expect(spent().units).toBeLessThanOrEqual(50);
  expect(first.json.data.length).toBeGreaterThan(70);
});

const limited = () => clientOf(storeOf(table), { clientLimit: { perSecond: 10, burst: 50 } });
const statuses = async (client: Client, targets: string[], from: string) =>
  Promise.all(targets.map(async (target) => (await client.ask('GET', target, { from })).status));
const pages = Array.from({ length: 6 }, (_, n) => `/v1/changes?after=${n}`);

test('one client may cost so much, whatever it asks; others, memory and the machine itself are not held up', async () => {
  const client = limited();
  expect(await statuses(client, pages, '192.0.2.1')).toEqual([200, 200, 429, 429, 429, 429]);
  const refused = await client.ask('GET', '/v1/changes?after=7', { from: '192.0.2.1' });
  expect(refused.headers['retry-after']).toBe('1');
  expect(refused.json).toMatchObject({ type: '/problems/too-many-requests', status: 429 });
  expect(await statuses(client, pages.slice(0, 2), '192.0.2.1')).toEqual([200, 200]);
  expect(await statuses(client, pages, '2001:db8::1')).toEqual([200, 200, 200, 200, 429, 429]);
  for (const from of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
    expect(new Set(await statuses(client, pages, from)), from).toEqual(new Set([200]));
});

test('of many questions about earlier knowledge as many are answered as may wait, and others are answered at once', async () => {
  const client = clientOf(storeOf(table));
  const past = Array.from(
    { length: 200 },
    (_, n) => `/v1/states/CHN/participations?knownAt=2023-01-01T${13 + (n % 10)}:00:00.${n + 100}Z`,
  );
  let isOver = false;
  const flood = statuses(client, past, '127.0.0.1').finally(() => {
    isOver = true;
  });
  const cheap = await client.get('/v1/states/CHN/participations/ilo-c029');
  expect([cheap.status, isOver]).toEqual([200, false]);
  const answered = Map.groupBy(await flood, (status) => status);
  expect([...answered.keys()].sort()).toEqual([200, 429]);
  expect(answered.get(429)?.length).toBeGreaterThan(100);
  expect((await client.get(past[150] ?? '')).status).toBe(200);
});
