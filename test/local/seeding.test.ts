import { execFileSync } from 'node:child_process';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { seed } from '../../infra/local/loading/seeding.ts';
import { atEnd } from '../support/endings.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { anInterruptedLoad } from '../support/laptop/whole-record.ts';
import { captureLog } from '../support/quiet-log.ts';
import { citation, storeOf } from '../support/record-fixture.ts';

const now = () => new Date().toISOString();
const patient = { timeout: 110_000, interval: 200 };

async function seedOn(table: TestTable, ends: (stop: () => Promise<void>) => void = onTestFinished) {
  const { log, lines } = captureLog();
  const store = storeOf(table);
  const at = { endpoint: table.endpoint, table: table.name, publicUrl: 'http://127.0.0.1' };
  const seeding = await seed({ store, at, now, log });
  ends(seeding.stop);
  return { ...seeding, store, lines };
}

let table: TestTable;
let begun: Awaited<ReturnType<typeof seedOn>>;
beforeAll(async () => {
  table = await freshTable({ isTold: true });
  begun = await seedOn(table, atEnd);
});

test('what documents call for is there first', async () => {
  const { store, loading } = begun;
  const { done = 0, of = 0 } = loading() ?? {};
  expect(done).toBeLessThan(of);
  const { actions } = await store.record.read(({ holdings }) => holdings('CHN'));
  expect(actions.length).toBeGreaterThan(50);
  expect((await store.record.read(({ catalogue }) => catalogue)).readings.size).toBe(0);
});

test('writes go before the load, which is far from its end then', async () => {
  const { store, letPass, loading } = begun;
  for (const at of [1, 2, 3]) {
    const entries = [
      {
        action: { kind: 'declaration' as const, doneOn: `2024-01-0${at}`, text: 'So.', sources: [citation] },
      },
    ];
    await letPass(() => store.recording.recordActions('CHN', 'cedaw', entries, { now, by: 'editor' }));
  }
  const { done = 0, of = 0 } = loading() ?? {};
  expect(done).toBeLessThan(of / 2);
});

test('a load that is stopped has not ended', async () => {
  const { store, loading, stop } = begun;
  expect(loading()).not.toBeNull();
  await stop();
  expect(loading()).toBeNull();
  expect(await store.seeded.digest()).toBeNull();
});

/** The process that this one started to load. */
function loaderPid(): number {
  const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], {
    encoding: 'utf8',
  });
  const line = children.split('\n').find((one) => one.includes('loading/process.ts'));
  return Number.parseInt(line ?? '', 10);
}

test('a loader that is killed is told of, what it left is not whole, and the next start goes on', async () => {
  const first = await seedOn(table);
  process.kill(loaderPid(), 'SIGKILL');
  await vi.waitFor(() => expect(first.loading()).toMatchObject({ failed: true }), patient);
  const { done = 0, of = 0 } = first.loading() ?? {};
  expect(done).toBeLessThan(of);
  await first.stop();
  expect(first.loading()).toMatchObject({ failed: true });
  const told = first.lines.filter(({ level }) => level === 'ERROR');
  expect(told).toMatchObject([{ message: expect.stringContaining('the next start goes on') }]);
  expect(JSON.stringify(told)).toContain('ended with SIGKILL');
  expect(await first.store.seeded.digest()).toBeNull();
  const before = (await first.store.record.head()).sequence;

  const second = await seedOn(table);
  const { sequence } = await second.store.record.head();
  expect(sequence).toBeGreaterThanOrEqual(before);
  expect(second.loading()).not.toBeNull();
});

test('the rest follows, and is not compared again', async () => {
  const interrupted = await anInterruptedLoad();
  expect((await storeOf(interrupted).record.read(({ catalogue }) => catalogue)).readings.size).toBe(0);
  const next = await seedOn(interrupted);
  expect(next.loading()).not.toBeNull();
  await vi.waitFor(() => expect(next.loading()).toBeNull(), patient);
  const { catalogue, head } = await next.store.record.read((snapshot) => snapshot);
  expect(catalogue.readings.size).toBe(18);
  expect([...catalogue.states.values()].filter(({ tracked }) => !tracked)).toEqual([]);
  const quiet = await Array.fromAsync(next.store.changes.list(head.sequence - 1, head.sequence));
  expect(quiet).toMatchObject([{ type: 'dataset.imported' }]);

  const third = await seedOn(interrupted);
  expect(third.loading()).toBeNull();
  expect((await storeOf(interrupted).record.head()).revision).toBe(head.revision);
});
