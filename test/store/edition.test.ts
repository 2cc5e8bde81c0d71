import { createHash } from 'node:crypto';
import { DeleteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { Action } from '../../functions/core/action.ts';
import { Check } from '../../functions/core/check.ts';
import { Instrument } from '../../functions/core/instrument.ts';
import { Standing } from '../../functions/core/law/standing.ts';
import { viewState } from '../../functions/core/law/state-view.ts';
import { RecordedReading } from '../../functions/core/record/reading.ts';
import { Source } from '../../functions/core/source.ts';
import { State } from '../../functions/core/state.ts';
import { beginImport } from '../../functions/store/copy/import.ts';
import { editionKey, readEdition } from '../../functions/store/edition/edition.ts';
import { discardEdition } from '../../functions/store/edition/writing.ts';
import type { Store } from '../../functions/store/index.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { unitsOf } from '../support/engine/units.ts';
import { anAction, anInstrument, storeOf, withRecord } from '../support/record-fixture.ts';

let table: TestTable;
let writer: Store;

const writing = { now: () => '2023-01-02T00:00:00.000Z', by: 'test' };
const asOf = '2024-01-01';
const signature = anAction({ kind: 'signature', doneOn: '2000-01-01', text: 'long' });

beforeEach(async () => {
  table = await freshTable();
  writer = await withRecord(table);
  await writer.cataloguing.putInstrument('iccpr', anInstrument({ acts: [{ act: 'signature' }] }), {
    ...writing,
    ifVersion: 0,
  });
  await record('CHN', 'ilo-c029', anAction());
  await record('CHN', 'iccpr', signature);
  await record('FRA', 'ilo-c029', anAction({ doneOn: '2021-01-01' }));
  await writer.edition.refresh(asOf);
});

const record = (state: string, instrument: string, action: ReturnType<typeof anAction>) =>
  writer.recording.recordActions(state, instrument, [{ action }], writing);

const db = () => ({ client: table.client, table: table.name });

/** What pages and answers are made from: every State's status, and every roster. */
async function seenBy(store: Store) {
  return store.record.read(async ({ catalogue, everyone, roster, holdings }) => {
    const views = (await everyone()).map((one) => viewState(catalogue, one, { asOf }));
    return {
      positions: views.map(({ state, under }) => [
        state.code,
        [...under].map(([id, { position, version, recorded }]) => [
          ...[id, position.status, position.since, version],
          recorded.map((act) => act.id),
        ]),
      ]),
      rosters: await Promise.all(
        [...catalogue.instruments.keys()].map(async (id) => [...(await roster(id))]),
      ),
      china: await holdings('CHN'),
    };
  });
}

/** Two instances: one begins with the edition, one reads every act. */
async function bothSee() {
  const begun = await seenBy(storeOf(table));
  await discardEdition(db());
  return { begun, whole: await seenBy(storeOf(table)) };
}

test('an instance that begins with the edition sees what one sees that reads every act', async () => {
  const { begun, whole } = await bothSee();
  expect(begun).toEqual(whole);
  expect(JSON.stringify(begun.rosters)).not.toContain('long');
});

test('so it does when something was written since, under instruments with and without acts', async () => {
  await record('CHN', 'ilo-c029', anAction({ kind: 'denunciation', doneOn: '2022-12-01' }));
  await record('FRA', 'iccpr', signature);
  const { begun, whole } = await bothSee();
  expect(begun).toEqual(whole);
  expect(whole.rosters.flat()).toHaveLength(4);
});

test('a write makes an instance read that entry anew, and leaves what it made of other States', async () => {
  const store = storeOf(table);
  const everyone = () => store.record.read(async (snapshot) => snapshot.everyone());
  const [china, france] = await everyone();
  const spent = unitsOf(table.client);
  await record('FRA', 'iccpr', signature);
  spent();
  const [chinaThen, franceThen] = await everyone();
  expect(spent().units).toBeLessThanOrEqual(3);
  expect(chinaThen).toBe(china);
  expect(franceThen).not.toBe(france);
  expect(franceThen?.actions).toHaveLength(2);
});

test('what is imported into an emptied table is not taken for the edition of what was there', async () => {
  const { revision } = await writer.record.head();
  await emptied();
  await beginImport(db(), 'checksum', '2023-01-03T00:00:00.000Z');
  writer = await withRecord(table);
  while ((await writer.record.head()).revision < revision) await record('CHN', 'ilo-c029', another());
  const seen = await seenBy(storeOf(table));
  expect(seen.positions.map(([state]) => state)).toEqual(['CHN', 'FRA']);
  expect(seen.rosters.flat().map(([state]) => state)).toEqual(['CHN']);
});

let others = 0;
const another = () => anAction({ kind: 'communication', text: `Communication ${others++}` });

/** Deletes the record and leaves its edition. */
async function emptied() {
  const { Items = [] } = await table.client.send(new ScanCommand({ TableName: table.name }));
  for (const { pk, sk } of Items)
    if (pk !== 'EDITION')
      await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk, sk } }));
}

test('of years of readings the last are in the edition, and those before them found', async () => {
  const days = Array.from(
    { length: 60 },
    (_, at) => `2023-${String((at % 12) + 1).padStart(2, '0')}-${String(Math.floor(at / 12) + 10)}`,
  ).sort();
  const source = { title: 'Status', url: 'https://treaties.un.org/', tier: 'primary' as const };
  for (const statusAsAt of days)
    await writer.readings.record(
      [
        {
          instrument: 'ilo-c029',
          reading: { statusAsAt, source: { ...source, seenOn: statusAsAt }, printed: {}, rows: 1 },
        },
      ],
      { now: () => `${statusAsAt}T12:00:00.000Z`, by: 'test' },
    );
  const spent = unitsOf(table.client);
  await writer.edition.refresh(asOf);
  expect(spent().units).toBeLessThan(40);

  const store = storeOf(table);
  const latest = await store.record.read(({ catalogue }) => catalogue);
  const known = async (day: string) =>
    (await store.catalogueAt(latest, `${day}T13:00:00.000Z`)).readings.get('ilo-c029')?.statusAsAt;
  for (const day of days) expect(await known(day)).toBe(day);
  expect(await known('2022-12-31')).toBeUndefined();
});

test('the edition has each version, also of what was never revised, and nothing else is read', async () => {
  for (const [version, day] of ['2023-02-01', '2023-03-01'].entries())
    await writer.cataloguing.putInstrument('ilo-c029', anInstrument({ shortNames: [day] }), {
      ...{ now: () => `${day}T12:00:00.000Z`, by: 'test', ifVersion: version + 1 },
    });
  await writer.edition.refresh(asOf);

  const store = storeOf(table);
  const latest = await store.record.read(({ catalogue }) => catalogue);
  const spent = unitsOf(table.client);
  const known = async (instant: string) => {
    const { instruments, sources } = await store.catalogueAt(latest, instant);
    return [...instruments.values(), ...sources.values()].map(({ id, version }) => `${id} ${version}`).sort();
  };
  expect(await known('2022-12-31T00:00:00.000Z')).toEqual([]);
  expect(await known('2023-01-01T12:00:00.000Z')).toEqual(['ilo-c029 1', 'ohchr-2019-04-29 1']);
  expect(await known('2023-01-15T00:00:00.000Z')).toEqual(['iccpr 1', 'ilo-c029 1', 'ohchr-2019-04-29 1']);
  expect(await known('2023-02-01T12:00:00.000Z')).toContain('ilo-c029 2');
  expect(spent().calls).toBe(1);
});

/**
 * The edition is read back unparsed. If this test fails, the shape of something in it has changed:
 * raise `format` in functions/store/edition/edition.ts and put the new line here.
 */
test('each format has one shape', () => {
  const shapes = [Action, Check, Standing, Instrument, Source, State, RecordedReading].map((schema) =>
    z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' }),
  );
  const hash = createHash('sha256').update(JSON.stringify(shapes, withoutWords)).digest('hex');
  expect(`${editionKey('holdings').sk} ${hash.slice(0, 16)}`).toBe('holdings#4 94f45dbcb9b6d996');
});

/** No schema describes outlines and agendas, so their shape is taken from the edition of this record. */
test('each format has outlines and agendas of one shape', async () => {
  await record('CHN', 'ilo-c029', anAction({ kind: 'denunciation', doneOn: '2022-12-01' }));
  await writer.edition.refresh(asOf);
  const parts = await Promise.all(
    (['outlines', 'agendas'] as const).map(async (part) => (await readEdition(db(), part))?.values),
  );
  const hash = createHash('sha256').update(shapeOf(parts)).digest('hex');
  expect(`${editionKey('outlines').sk} ${hash.slice(0, 16)}`).toBe('outlines#4 5d62b8bafaa5d04a');
});

/** Files are kept as text: another column or another word is another format. */
test('each format has lines of files of one form', async () => {
  const parts = ['participations.csv', 'participations.ndjson', 'acts.csv', 'acts.ndjson'] as const;
  const values = await Promise.all(parts.map(async (part) => (await readEdition(db(), part))?.values));
  const text = JSON.stringify(values).replaceAll(/act_\w+/g, 'act');
  expect(text).toContain('signatory');
  const hash = createHash('sha256')
    .update(text.replaceAll(/"catalogueRevision":\d+/g, ''))
    .digest('hex');
  expect(`${editionKey('acts.csv').sk} ${hash.slice(0, 16)}`).toBe('acts.csv#4 03fa158619fd548a');
});

/** The members of a value, and their kinds. */
function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map(shapeOf))].sort().join('|')}]`;
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  const members = Object.entries(value).map(([name, of]) => `${name}:${shapeOf(of)}`);
  return `{${members.sort().join(',')}}`;
}

const withoutWords = (name: string, value: unknown) =>
  /^(description|examples?)$/.test(name) && typeof value !== 'object' ? undefined : value;
