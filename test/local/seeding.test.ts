import { expect, test, vi } from 'vitest';
import { seed } from '../../infra/local/first-start.ts';
import { freshTable } from '../support/engine/table.ts';
import { captureLog } from '../support/quiet-log.ts';
import { storeOf } from '../support/record-fixture.ts';

const now = () => new Date().toISOString();
const patient = { timeout: 110_000, interval: 200 };

test('what documents call for is there first, the rest follows, and is not compared again', async () => {
  const table = await freshTable();
  const { log } = captureLog();
  const first = storeOf(table);
  const begun = await seed(first, now, log);
  const { done = 0, of = 0 } = begun.loading() ?? {};
  expect(done).toBeLessThan(of);
  const { actions } = await first.record.read(({ holdings }) => holdings('CHN'));
  expect(actions.length).toBeGreaterThan(50);
  expect((await first.record.read(({ catalogue }) => catalogue)).readings.size).toBe(0);
  await begun.stop();
  expect(begun.loading()).toBeNull();
  expect(await first.seeded.digest()).toBeNull();

  const second = storeOf(table);
  const resumed = await seed(second, now, log);
  await vi.waitFor(() => expect(resumed.loading()).toBeNull(), patient);
  const { catalogue, head } = await second.record.read((snapshot) => snapshot);
  expect(catalogue.readings.size).toBe(18);
  expect([...catalogue.states.values()].filter(({ tracked }) => !tracked)).toEqual([]);
  const quiet = await Array.fromAsync(second.changes.list(head.sequence - 1, head.sequence));
  expect(quiet).toMatchObject([{ type: 'dataset.imported' }]);

  const third = await seed(storeOf(table), now, log);
  expect(third.loading()).toBeNull();
  expect((await storeOf(table).record.head()).revision).toBe(head.revision);
});
