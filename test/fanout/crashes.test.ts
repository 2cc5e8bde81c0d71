import { beforeEach, expect, test } from 'vitest';
import { later, minute } from '../../functions/core/instant.ts';
import type { Subscription } from '../../functions/core/webhook/subscription.ts';
import type { FanoutDeps } from '../../functions/fanout/deps.ts';
import type { Store } from '../../functions/store/index.ts';
import { createFirstAttemptSearch } from '../../functions/sweep/first-attempts.ts';
import { start, withRatification } from '../deliver/delivering.ts';
import { freshTable } from '../support/engine/table.ts';
import { fanningOut, head, member, sequencesOf, shard } from './fanning-out.ts';

/** Makes two pages of members, and two parts of the feed. */
const atOnce = { members: 2, changes: 3 };

let store: Store;
let members: Subscription[];
beforeEach(async () => {
  store = await withRatification(await freshTable());
  members = [await member(store), await member(store), await member(store)];
});

type Step = 'row' | 'doorbells' | 'next job' | 'advance';

/** Dies before the nth time of a step; later steps have no effect. */
function dying(at: Step, nth: number) {
  const before = { row: 0, doorbells: 0, 'next job': 0, advance: 0 };
  let isDead = false;
  const mortal =
    <A extends unknown[], R>(step: Step, take: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      isDead ||= step === at && ++before[step] === nth;
      if (isDead) throw new Error('crashed');
      return await take(...args);
    };
  const over = ({ queues }: Pick<FanoutDeps, 'queues'>): Partial<FanoutDeps> => ({
    atOnce,
    store: {
      ...store,
      deliveries: { ...store.deliveries, createAll: mortal('row', store.deliveries.createAll) },
      fanout: { ...store.fanout, advance: mortal('advance', store.fanout.advance) },
    },
    queues: { deliver: mortal('doorbells', queues.deliver), fanout: mortal('next job', queues.fanout) },
  });
  return { over, isDead: () => isDead };
}

test.each<[string, Step, number]>([
  ['before the rows of the second page', 'row', 2],
  ['after the rows and before their doorbells', 'doorbells', 1],
  ['before the job for the next page of members', 'next job', 1],
  ['before the rows of the last part', 'row', 4],
  ['after the last page and before the shard moves on', 'advance', 1],
  ['after the shard moved on and before the job for the next part', 'next job', 2],
  ['before the shard moves on to the end', 'advance', 2],
])('a crash %s leaves a row for each change and member, once, and each one due', async (_, step, nth) => {
  const { over, isDead } = dying(step, nth);
  const healthy = fanningOut(store, { atOnce });
  const mortal = fanningOut(store, over({ queues: healthy.queues }));
  const first = { shard, through: head };
  for (let job = first; !isDead(); job = healthy.fanout.shift() ?? first) {
    const { batchItemFailures } = await mortal.run(job);
    if (isDead()) expect(batchItemFailures).toHaveLength(1);
  }
  expect(await store.fanout.behind(head)).toContain(shard);
  healthy.fanout.length = 0;
  await healthy.run(first);
  await healthy.drain();
  for (const one of members) expect(await sequencesOf(store, one)).toEqual([1, 2, 3, 4]);
  await createFirstAttemptSearch({ store })(later(start, 2 * minute));
  expect(await store.deliveries.due('LIVE', start, 100)).toHaveLength(members.length * head);
  expect(await store.fanout.through(shard)).toBe(head);
  const rung = healthy.deliver.map(({ subscription, delivery }) => `${subscription} ${delivery}`);
  expect(new Set(rung).size).toBe(rung.length);
});

test('a long feed is taken in parts, each for every page of members, and the shard moves on part by part', async () => {
  const { run, fanout, deliver } = fanningOut(store, { atOnce: { members: 2, changes: 1 } });
  const reached: number[] = [];
  const pages: unknown[] = [];
  for (let job: object | undefined = { shard, through: head }; job; job = fanout.shift()) {
    await run(job);
    reached.push(await store.fanout.through(shard));
    pages.push('page' in job);
  }
  expect(reached).toEqual([0, 1, 1, 2, 2, 3, 3, 4]);
  expect(pages).toEqual([false, true, false, true, false, true, false, true]);
  for (const one of members) expect(await sequencesOf(store, one)).toEqual([1, 2, 3, 4]);
  expect(deliver).toHaveLength(members.length * head);
});
