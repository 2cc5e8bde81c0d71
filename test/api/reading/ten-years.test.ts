import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import type { RecordedReading } from '../../../functions/core/record/reading.ts';
import { type Client, clientOf } from '../../support/api.ts';
import { withProtocol } from '../../support/depositary/observing.ts';
import { freshTable, type TestTable } from '../../support/engine/table.ts';
import { unitsOf } from '../../support/engine/units.ts';
import { citation, storeOf } from '../../support/record-fixture.ts';

const days = 3650;
const dayAt = (at: number): string =>
  new Date(Date.UTC(2016, 0, 1) + at * 86_400_000).toISOString().slice(0, 10);
const readings = Array.from({ length: days }, (_, at): RecordedReading => {
  const statusAsAt = dayAt(at);
  const source = { ...citation, seenOn: statusAsAt };
  const printed = { signatories: 100, parties: 150 };
  const recorded = { instrument: 'lists', recordedAt: `${statusAsAt}T12:00:00.000Z`, recordedBy: 'watch' };
  return { statusAsAt, source, sha256: '0'.repeat(64), printed, rows: 198, ...recorded };
});

let table: TestTable;
let client: Client;
let spent: ReturnType<typeof unitsOf>;

beforeAll(async () => {
  table = await freshTable();
  await withProtocol(table, '2015-12-31T00:00:00.000Z');
  const put = async (items: object[]) => {
    const RequestItems = { [table.name]: items.map((Item) => ({ PutRequest: { Item } })) };
    await table.client.send(new BatchWriteCommand({ RequestItems }));
  };
  const items = readings.map((body) => ({ pk: 'INSTRUMENT#lists', sk: `READING#${body.statusAsAt}`, body }));
  const batches = Array.from({ length: Math.ceil(days / 25) }, (_, at) => items.slice(at * 25, at * 25 + 25));
  for (let at = 0; at < batches.length; at += 8) await Promise.all(batches.slice(at, at + 8).map(put));
  await put([{ pk: 'READING', sk: 'lists', body: readings.at(-1) }]);
  client = clientOf(storeOf(table), { now: () => '2026-11-28T00:00:00.000Z' });
  spent = unitsOf(table.client);
}, 60_000);

test('a record with ten years of daily readings holds one of each instrument in memory', async () => {
  spent();
  expect((await client.get('/v1/instruments/lists?asOf=2026-11-28')).json.tally.printed).toMatchObject({
    statusAsAt: dayAt(days - 1),
  });
  expect(spent().units).toBeLessThan(40);
});

test('what was known at a day of the past costs no more than a few readings', async () => {
  await client.get('/v1/instruments/lists?asOf=2026-11-28');
  spent();
  const then = await client.get('/v1/instruments/lists?asOf=2020-06-01&knownAt=2020-06-01T18:00:00Z');
  expect(then.json.tally.printed).toMatchObject({ statusAsAt: '2020-06-01' });
  expect(spent().units).toBeLessThan(60);
});

test('a page of the readings costs a page, and the pages are all of them', async () => {
  spent();
  const { json } = await client.get('/v1/instruments/lists/readings?limit=20');
  expect(json.data.map(({ statusAsAt }: RecordedReading) => statusAsAt)).toEqual(
    Array.from({ length: 20 }, (_, at) => dayAt(at)),
  );
  expect(spent().units).toBeLessThan(6);
  const next = await client.get(`/v1/instruments/lists/readings?limit=20&cursor=${json.next}`);
  expect(next.json.data[0].statusAsAt).toBe(dayAt(20));
});
