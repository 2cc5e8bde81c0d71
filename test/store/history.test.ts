import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type Instant, later } from '../../functions/core/instant.ts';
import type { Catalogue } from '../../functions/core/law/holdings.ts';
import type { Store } from '../../functions/store/index.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { unitsOf } from '../support/engine/units.ts';
import { anInstrument, aSource, storeOf, withRecord } from '../support/record-fixture.ts';

const start = '2023-01-01T00:00:00.000Z';
const versions = 129;
/**
 * The instant of a version. The first is the fixture's second write; each other comes a minute after the one
 * before.
 */
const recordedAt = (version: number): Instant => later(start, Math.max(1, (version - 1) * 60_000));

let table: TestTable;
let spent: ReturnType<typeof unitsOf>;
let now: Catalogue;
let store: Store;

beforeAll(async () => {
  table = await freshTable();
  const writer = await withRecord(table, start);
  for (let version = 2; version <= versions; version++)
    await writer.cataloguing.putInstrument('ilo-c029', anInstrument({ shortNames: [`v${version}`] }), {
      now: () => recordedAt(version),
      by: 'test',
      ifVersion: version - 1,
    });
  await writer.cataloguing.putSource('ohchr-2019-04-29', aSource({ note: 'revised' }), {
    now: () => recordedAt(versions + 1),
    by: 'test',
    ifVersion: 1,
  });
  spent = unitsOf(table.client);
}, 60_000);

beforeEach(async () => {
  store = storeOf(table);
  now = await store.record.read(({ catalogue }) => catalogue);
  spent();
});

const versionAt = async (knownAt: Instant) =>
  (await store.catalogueAt(now, knownAt)).instruments.get('ilo-c029')?.version;

test('each instant has its version, to the millisecond, whatever was asked before', async () => {
  for (const version of [2, 128, 64, 65, 3, 127, 1, 129]) {
    expect(await versionAt(recordedAt(version)), `${version}`).toBe(version);
    expect(await versionAt(later(recordedAt(version), 59_998)), `${version}`).toBe(version);
    expect(await versionAt(later(recordedAt(version), -1)), `before ${version}`).toBe(
      version > 1 ? version - 1 : undefined,
    );
  }
});

test('one of 129 versions is found in eight looks, and never looked for again', async () => {
  await store.catalogueAt(now, recordedAt(100));
  expect(spent().units).toBeLessThanOrEqual(5);
  for (let ms = 0; ms < 60_000; ms += 1000) await store.catalogueAt(now, later(recordedAt(100), ms));
  expect(spent()).toEqual({ units: 0, calls: 0 });
});

test('asking of every instant there is reads no version twice', async () => {
  for (let version = 1; version <= versions; version++) await store.catalogueAt(now, recordedAt(version));
  expect(spent().units).toBeLessThanOrEqual((versions + 1) / 2);
});

test('the latest versions cost nothing', async () => {
  const latest = await store.catalogueAt(now, recordedAt(versions + 1));
  expect([...latest.instruments]).toEqual([...now.instruments]);
  expect([...latest.sources]).toEqual([...now.sources]);
  expect(spent().units).toBe(0);
});

test('questions that come to the same catalogue share it', async () => {
  const one = await store.catalogueAt(now, recordedAt(7));
  expect(await store.catalogueAt(now, later(recordedAt(7), 5))).toBe(one);
  expect(await store.catalogueAt(now, recordedAt(8))).not.toBe(one);
});
