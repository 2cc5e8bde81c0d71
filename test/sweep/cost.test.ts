import { expect, test } from 'vitest';
import { freshTable } from '../support/engine/table.ts';
import { unitsOf } from '../support/engine/units.ts';
import { storeOf, withRecord } from '../support/record-fixture.ts';
import { joined, sweepingOf } from './sweeping.ts';

/**
 * Read and write units in the runbook's cost table, for 100 subscriptions, of which a sweep looks at an
 * eighth: 44 to read, 2 to write.
 */
const reckoned = 44 + 2;
const fewer = 60;

test('a sweep that finds nothing to do costs what the runbook reckons with', async () => {
  const table = await freshTable();
  const store = await withRecord(table);
  for (let port = 8001; port < 8001 + 100 - fewer; port++) await joined(store, port, {});
  const { sweep, pass } = sweepingOf(storeOf(table));
  const tenMinutes = async () => {
    for (let minute = 0; minute < 10; minute++) {
      pass(60_000);
      await sweep();
    }
  };
  await tenMinutes();
  const spent = unitsOf(table.client);
  await tenMinutes();
  const aSweep = spent().units / 10;
  expect(Math.abs(aSweep + fewer / 8 - reckoned)).toBeLessThan(1);
});
