import { expect, test } from 'vitest';
import type { FanoutJob } from '../../functions/lib/queues.ts';
import { createCatchUp } from '../../functions/sweep/catch-up.ts';
import { freshTable } from '../support/engine/table.ts';
import { withRecord } from '../support/record-fixture.ts';

test('shards behind the head are rung for as far as it, and none once all have come up', async () => {
  const store = await withRecord(await freshTable());
  const { sequence } = await store.record.head();
  const rung: FanoutJob[] = [];
  const catchUp = createCatchUp({
    store,
    queues: { fanout: async (jobs) => void rung.push(...jobs) },
  });
  for (const shard of [0, 1, 2, 4, 5, 7]) await store.fanout.advance(shard, sequence);
  await store.fanout.advance(6, sequence - 1);
  expect(await catchUp()).toBe(2);
  expect(rung).toEqual([
    { shard: 3, through: sequence },
    { shard: 6, through: sequence },
  ]);
  await store.fanout.advance(3, sequence);
  await store.fanout.advance(6, sequence);
  expect(await catchUp()).toBe(0);
  expect(rung).toHaveLength(2);
});
