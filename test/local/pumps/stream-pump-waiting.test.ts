import { expect, test, vi } from 'vitest';
import { createNudge } from '../../../infra/local/pumps/nudge.ts';
import { createPositions, type Positions } from '../../../infra/local/pumps/position.ts';
import type { Discarded } from '../../../infra/local/pumps/stream-batch.ts';
import { failAt, openTable, pumpTo, recorder, settings } from './streaming.ts';

test('records older than the wiring allows are given up without being tried', async () => {
  const table = await openTable();
  await table.put('old');
  const { batches, invoke } = recorder();
  const pump = pumpTo(table, invoke, { now: () => Date.now() + 2 * 3600 * 1000 });
  await vi.waitFor(
    () => expect(pump.discarded).toMatchObject([{ condition: 'RecordAgeExceeded', invocations: 0 }]),
    5000,
  );
  await pump.stop();
  expect(batches).toEqual([]);
});

test('a failing batch holds up what follows it in its shard', async () => {
  const table = await openTable();
  await table.put('a');
  const { batches, invoke } = recorder(() => {
    if (batches.length < 3) throw new Error('boom');
    return undefined;
  });
  const pump = pumpTo(table, invoke, { settings: { ...settings, batchSize: 1 } });
  await table.put('b');
  await vi.waitFor(() => expect(batches).toEqual([['a'], ['a'], ['a'], ['b']]), 5000);
  await pump.stop();
});

test('a later pump goes on where the earlier one was, also in the middle of a batch', async () => {
  const table = await openTable();
  const positions: Positions = createPositions();
  await table.put('a', 'b', 'c');
  const first = recorder((_names, event) => failAt(event, 'c'));
  const before = pumpTo(table, first.invoke, { positions, backoff: () => 60_000 });
  await vi.waitFor(() => expect(first.batches).toEqual([['a', 'b', 'c'], ['c']]), 5000);
  await before.stop();
  const second = recorder();
  const after = pumpTo(table, second.invoke, { positions });
  await table.put('d');
  await vi.waitFor(() => expect(second.batches.flat()).toEqual(['c', 'd']), 5000);
  await after.stop();
});

test('records are kept until the place for those that are given up can be reached', async () => {
  const table = await openTable();
  await table.put('a');
  let refusals = 0;
  const { batches, invoke } = recorder(() => {
    throw new Error('boom');
  });
  const told: Discarded[] = [];
  const discard = async (_shard: string, discarded: Discarded) => {
    refusals += 1;
    if (refusals === 1) throw new Error('SQS is down');
    told.push(discarded);
  };
  const pump = pumpTo(table, invoke, { discard, settings: { ...settings, retryAttempts: 0 } });
  await vi.waitFor(() => expect(told).toHaveLength(1), 10_000);
  await pump.stop();
  expect(batches).toEqual([['a'], ['a']]);
});

test('a nudge ends the wait for the next look, also one that comes while nobody waits', async () => {
  const table = await openTable();
  const { batches, invoke } = recorder();
  const nudge = createNudge();
  nudge.give();
  const pump = pumpTo(table, invoke, { nudge, idle: 3_600_000 });
  await table.put('a');
  nudge.give();
  await vi.waitFor(() => expect(batches).toEqual([['a']]), 5000);
  await pump.stop();
});

test('what follows a record at once waits and goes with others', async () => {
  const table = await openTable();
  const { batches, invoke } = recorder();
  const nudge = createNudge();
  const pump = pumpTo(table, invoke, { nudge, idle: 3_600_000, gathering: 1000 });
  for (const name of ['a', 'b', 'c', 'd']) {
    await table.put(name);
    nudge.give();
    await vi.waitFor(() => expect(batches.length).toBeGreaterThan(0), 5000);
  }
  await vi.waitFor(() => expect(batches.flat()).toEqual(['a', 'b', 'c', 'd']), 5000);
  await pump.stop();
  expect(batches.length).toBeLessThan(4);
});
