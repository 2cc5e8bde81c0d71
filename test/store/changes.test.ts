import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../functions/store/index.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { unitsOf } from '../support/engine/units.ts';
import { anAction, storeOf, withRecord } from '../support/record-fixture.ts';

const writing = { now: () => '2023-01-02T00:00:00.000Z', by: 'test' };

let table: TestTable;
let spent: ReturnType<typeof unitsOf>;
let writer: Store;
let store: Store;
let head: number;

beforeAll(async () => {
  table = await freshTable();
  writer = await withRecord(table);
  await say(200);
  spent = unitsOf(table.client);
});

beforeEach(async () => {
  store = storeOf(table);
  head = (await writer.record.head()).sequence;
  spent();
});

async function say(acts: number): Promise<void> {
  for (let from = 0; from < acts; from += 25) {
    const entries = Array.from({ length: Math.min(25, acts - from) }, (_, n) => ({
      action: anAction({ kind: 'communication', text: `${Date.now()} ${from + n} ${'x'.repeat(500)}` }),
    }));
    await writer.recording.recordActions('CHN', 'ilo-c029', entries, writing);
  }
}

const sequences = async (after: number, through: number, readWeight?: number) =>
  (await Array.fromAsync(store.changes.list(after, through, readWeight))).map(({ sequence }) => sequence);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

test('any stretch of the feed is what lies in it, from memory as from the table', async () => {
  for (const readWeight of [1, 5000, 400_000])
    for (const [after, through] of [
      [0, 1],
      [0, 7],
      [6, 8],
      [7, 15],
      [8, 9],
      [0, head],
      [head - 1, head],
      [head, head],
    ] as const)
      expect(await sequences(after, through, readWeight), `${after} ${through}`).toEqual(
        range(after + 1, through),
      );
});

test('what has been read whole is read once, at half the cost of a consistent read', async () => {
  const bytes = (await Array.fromAsync(writer.changes.list(0, head))).reduce(
    (sum, change) => sum + JSON.stringify(change).length,
    0,
  );
  spent();
  await sequences(0, head);
  expect(spent().units).toBeLessThan(bytes / 8192 + 3);
  await sequences(0, head - (head % 8) - 1);
  await store.changes.get(5);
  await store.changes.before('2023-01-01T12:00:00.000Z', 15);
  expect(spent()).toEqual({ units: 0, calls: 0 });
});

test('what is committed after a look at the head is there at the next', async () => {
  await sequences(0, head);
  await say(3);
  expect(await sequences(head, head + 3)).toEqual(range(head + 1, head + 3));
});

test('the end of the feed too is read once, also by many at once, and goes on when more has come', async () => {
  await say(1);
  const end = (await writer.record.head()).sequence;
  spent();
  await Promise.all([1, 2, 3].map(() => sequences(end - 1, end)));
  expect(spent().calls).toBe(1);
  expect(await sequences(end - 1, end)).toEqual([end]);
  expect((await store.changes.get(end))?.sequence).toBe(end);
  expect(spent().calls).toBe(0);
  await say(1);
  spent();
  expect(await sequences(end - 1, end + 1)).toEqual([end, end + 1]);
  expect(spent().calls).toBe(1);
});
