import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { backfillRosters } from '../../functions/store/copy/backfill.ts';
import { queryItems } from '../../functions/store/db.ts';
import type { Store } from '../../functions/store/index.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { anAction, anInstrument, citation, storeOf, withRecord } from '../support/record-fixture.ts';

let table: TestTable;
let writer: Store;

const writing = { now: () => '2023-01-02T00:00:00.000Z', by: 'test' };
const states = ['AAA', 'BBB', 'CCC', 'DDD'];

beforeAll(async () => {
  table = await freshTable();
  writer = await withRecord(table);
  await writer.cataloguing.putStates(
    states.map((code) => ({ code, name: code, kind: 'state' as const, tracked: false })),
    writing,
  );
  await writer.cataloguing.putInstrument(
    'ilo-p029',
    anInstrument({ title: 'Protocol', adoptedOn: '1930-06-28' }),
    { ...writing, ifVersion: 0 },
  );
  for (const state of states)
    await writer.recording.recordActions(state, 'ilo-c029', [{ action: anAction() }], writing);
});

/** A store, and its requests by command and key. */
function watched() {
  const asked: string[] = [];
  const send = table.client.send.bind(table.client);
  const client = Object.create(table.client, {
    send: {
      value: (
        command: { constructor: { name: string }; input: Record<string, unknown> },
        ...rest: never[]
      ) => {
        const { Key, ExpressionAttributeValues: values } = command.input as {
          Key?: { pk: string; sk: string };
          ExpressionAttributeValues?: Record<string, string>;
        };
        const place = Key ? `${Key.pk} ${Key.sk}` : `${values?.[':pk']} ${values?.[':prefix'] ?? ''}`;
        asked.push(`${command.constructor.name} ${place.trim()}`);
        return send(command as never, ...rest);
      },
    },
  });
  return { store: storeOf({ ...table, client }), client: client as typeof table.client, asked };
}

const statusesIn = (store: Store) =>
  store.record.read(async ({ roster }) =>
    [...(await roster('ilo-c029'))].map(([code, entry]) => [code, entry.actions.length]),
  );

test('all States under one instrument are one query, and their acts are without texts', async () => {
  const { store, asked } = watched();
  await writer.recording.recordActions(
    'CHN',
    'ilo-c029',
    [{ action: anAction({ kind: 'communication', text: 'long' }) }],
    writing,
  );
  expect(await statusesIn(store)).toEqual([...states, 'CHN'].sort().map((code) => [code, 1]));
  expect(asked.filter((one) => one.includes('ROSTER') || one.includes('STATE#'))).toEqual([
    'QueryCommand ROSTER ilo-c029#',
  ]);
  const entry = await store.record.read(async ({ roster }) => (await roster('ilo-c029')).get('CHN'));
  expect(JSON.stringify(entry?.actions)).not.toContain('long');
});

test('a write to one State makes another instance read that State anew and no other', async () => {
  const { store, asked } = watched();
  await statusesIn(store);
  await store.record.read(({ holdings }) => Promise.all([holdings('AAA'), holdings('BBB')]));
  asked.length = 0;
  await writer.recording.recordActions(
    'BBB',
    'ilo-c029',
    [{ action: anAction({ kind: 'communication', text: 'one more' }) }],
    writing,
  );
  expect(await statusesIn(store)).toContainEqual(['BBB', 2]);
  await store.record.read(({ holdings }) => Promise.all([holdings('AAA'), holdings('BBB')]));
  expect(asked.filter((one) => !/FEED|EDITION/.test(one)).sort()).toEqual([
    'QueryCommand ROSTER ilo-c029#BBB#',
    'QueryCommand STATE#BBB',
  ]);
});

test('an instance that wrote itself reads nothing anew', async () => {
  const { store, asked } = watched();
  await statusesIn(store);
  await store.recording.recordActions(
    'CCC',
    'ilo-c029',
    [{ action: anAction({ kind: 'communication', text: 'its own' }) }],
    writing,
  );
  asked.length = 0;
  expect(await statusesIn(store)).toContainEqual(['CCC', 2]);
  expect(asked.filter((one) => !/FEED|EDITION/.test(one))).toEqual([]);
  expect(await statusesIn(storeOf(table))).toEqual(await statusesIn(store));
});

test('whoever has missed more writes than the head tells of reads all anew, rightly', async () => {
  const late = storeOf(table);
  await statusesIn(late);
  for (let number = 0; number < 80; number++)
    await writer.recording.recordActions(
      'DDD',
      'ilo-c029',
      [{ action: anAction({ kind: 'communication', text: `number ${number}` }) }],
      writing,
    );
  expect(await statusesIn(late)).toContainEqual(['DDD', 81]);
});

test('every State under every instrument is one query', async () => {
  const { store, asked } = watched();
  const everyone = await store.record.read(({ everyone }) => everyone());
  expect(everyone.map(({ state }) => state.code)).toEqual([...states, 'CHN', 'FRA'].sort());
  expect(asked.filter((one) => one.includes('ROSTER'))).toEqual(['QueryCommand ROSTER']);
});

test('a record from before there were rosters is given them, once', async () => {
  const before = await rostersNow();
  const items = await Array.fromAsync(
    queryItems({ client: table.client, table: table.name }, rosterQuestion),
  );
  for (const { pk, sk } of items)
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk, sk } }));
  expect(await rostersNow()).toEqual([]);
  const { client, asked } = watched();
  const told: number[] = [];
  await backfillRosters({ client, table: table.name }, (number) => told.push(number));
  expect(await rostersNow()).toEqual(before);
  expect(asked.filter((one) => one === 'QueryCommand ROSTER')).toHaveLength(1);
  expect(told).toEqual([states.length + 1]);
  expect(await statusesIn(writer)).toEqual(await statusesIn(storeOf(table)));
});

const rosterQuestion = {
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': 'ROSTER' },
};
const rostersNow = () => storeOf(table).record.read(async ({ roster }) => [...(await roster('ilo-c029'))]);

const reading = (statusAsAt: string) => ({
  statusAsAt,
  source: { ...citation, seenOn: statusAsAt },
  printed: { parties: 1 },
  rows: 1,
});

test('a reading is kept once for an instrument and day, and the past is told as it was known', async () => {
  const days = ['2023-02-01', '2023-02-03', '2023-02-02'];
  for (const day of days)
    await writer.readings.record([{ instrument: 'ilo-c029', reading: reading(day) }], {
      now: () => `2023-02-0${3 + days.indexOf(day)}T00:00:00.000Z`,
      by: 'test',
    });
  const again = await writer.readings.record([{ instrument: 'ilo-c029', reading: reading('2023-02-01') }], {
    ...writing,
    now: () => '2023-02-07T00:00:00.000Z',
  });
  expect(again).toEqual([]);
  const store = storeOf(table);
  const { catalogue } = await store.record.read((snapshot) => snapshot);
  const furthest = async (knownAt: string) =>
    (await store.catalogueAt(catalogue, knownAt)).readings.get('ilo-c029')?.statusAsAt;
  expect(catalogue.readings.get('ilo-c029')?.statusAsAt).toBe('2023-02-03');
  expect(await furthest('2023-02-02T00:00:00.000Z')).toBeUndefined();
  expect(await furthest('2023-02-03T00:00:00.000Z')).toBe('2023-02-01');
  expect(await furthest('2023-02-04T00:00:00.000Z')).toBe('2023-02-03');
  expect(await furthest('2023-02-09T00:00:00.000Z')).toBe('2023-02-03');
});

test('a reading of a day to come, or of an instrument that is not on record, is refused', async () => {
  const record = (instrument: string, day: string) =>
    writer.readings.record([{ instrument, reading: reading(day) }], {
      now: () => '2023-03-01T00:00:00.000Z',
      by: 'test',
    });
  await expect(record('ilo-c029', '2023-03-02')).rejects.toMatchObject({ code: 'date-out-of-range' });
  await expect(record('iccpr', '2023-02-28')).rejects.toMatchObject({ code: 'not-found' });
});
