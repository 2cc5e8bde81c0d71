import { beforeEach, expect, test } from 'vitest';
import type { Subscription } from '../../functions/core/webhook/subscription.ts';
import type { Store } from '../../functions/store/index.ts';
import { createFirstAttemptSearch } from '../../functions/sweep/first-attempts.ts';
import { start, withRatification } from '../deliver/delivering.ts';
import { freshTable } from '../support/engine/table.ts';
import { anInstrument } from '../support/record-fixture.ts';
import { fanningOut, head, member, sequencesOf, shard } from './fanning-out.ts';

let store: Store;
beforeEach(async () => {
  store = await withRatification(await freshTable());
  expect((await store.record.head()).sequence).toBe(head);
});

test('WH-24 a job that comes any number of times makes each row once and rings for it once', async () => {
  const subscription = await member(store);
  const { run, deliver } = fanningOut(store);
  const job = { shard, through: head };
  await Promise.all([run(job), run(job), run(job, job)]);
  await run(job);
  expect(await sequencesOf(store, subscription)).toEqual([1, 2, 3, 4]);
  expect(deliver.map(({ delivery }) => Number(delivery)).sort()).toEqual([1, 2, 3, 4]);
  expect(await store.fanout.through(shard)).toBe(head);
});

test('only what a member asked for, and what came after it was made', async () => {
  const late = await member(store, { receivesAfter: 3 });
  const picky = await member(store, { filter: { types: ['treaty.status.changed'] } });
  const joining = await member(store, { receivesAfter: null, verifiedAt: start });
  await fanningOut(store).run({ shard, through: head });
  expect(await sequencesOf(store, late)).toEqual([4]);
  expect(await sequencesOf(store, picky)).toEqual([4]);
  expect(await sequencesOf(store, joining)).toEqual([]);
});

test('a shard of more than a page hands on, and moves on only with its last page', async () => {
  const members: Subscription[] = [];
  for (let group = 0; group < 5; group++)
    members.push(
      ...(await Promise.all(Array.from({ length: 41 }, () => member(store, { receivesAfter: 3 })))),
    );
  const { run, drain, fanout } = fanningOut(store);
  await run({ shard, through: head });
  expect(fanout).toMatchObject([{ shard, through: head, page: { from: 0 } }]);
  expect(await store.fanout.through(shard)).toBe(0);
  await drain();
  expect(await store.fanout.through(shard)).toBe(head);
  const received = await Promise.all(members.map((one) => sequencesOf(store, one)));
  expect(received.filter((sequences) => sequences.join() === '4')).toHaveLength(205);
});

test('what lies before all that any member receives is passed over unread, however much it is', async () => {
  const { run, fanout, lines } = fanningOut(store, { atOnce: { members: 200, changes: 1 } });
  await run({ shard, through: 3 });
  expect(await store.fanout.through(shard)).toBe(3);
  expect(fanout).toEqual([]);
  const late = await member(store, { receivesAfter: 3 });
  await run({ shard, through: head });
  expect(await sequencesOf(store, late)).toEqual([4]);
  expect(lines.map(({ from }) => from)).toEqual([3, 4]);
});

test('the member that is owed most decides what is read', async () => {
  const [owed, late] = [await member(store, { receivesAfter: 1 }), await member(store, { receivesAfter: 3 })];
  await fanningOut(store).run({ shard, through: head });
  expect(await sequencesOf(store, owed)).toEqual([2, 3, 4]);
  expect(await sequencesOf(store, late)).toEqual([4]);
});

test('a page of a part that is done already is dropped', async () => {
  const subscription = await member(store);
  await store.fanout.advance(shard, 2);
  const { run, fanout } = fanningOut(store);
  await run({ shard, through: head, page: { from: 0, after: 'sub_00000000000000000000000000' } });
  expect(await sequencesOf(store, subscription)).toEqual([]);
  expect(await store.fanout.through(shard)).toBe(2);
  expect(fanout).toEqual([]);
});

test('of a bulk import only its announcement is sent', async () => {
  const subscription = await member(store, { receivesAfter: head });
  const writing = { now: () => start, by: 'import' };
  await store.cataloguing.putInstrument('ilo-c105', anInstrument(), {
    ...writing,
    ifVersion: 0,
    quiet: true,
  });
  await store.cataloguing.announceImport(head + 1, head + 1, writing);
  await fanningOut(store).run({ shard, through: head + 2 });
  expect(await sequencesOf(store, subscription)).toEqual([head + 2]);
});

test('a doorbell that cannot be rung costs no row: the sweep finds it once it is a minute old', async () => {
  const subscription = await member(store);
  const refusing = async () => {
    throw new Error('SQS refused');
  };
  const { run, lines } = fanningOut(store, { queues: { fanout: async () => {}, deliver: refusing } });
  expect(await store.firstAttempts.unsearchedSince()).toBeNull();
  expect(await run({ shard, through: head })).toEqual({ batchItemFailures: [] });
  expect(await sequencesOf(store, subscription)).toEqual([1, 2, 3, 4]);
  expect(await store.deliveries.due('LIVE', start, 10)).toEqual([]);
  const later = '2026-11-24T00:02:00.000Z';
  expect(await store.firstAttempts.unsearchedSince()).toBe((await store.changes.get(1))?.committedAt);
  expect(await createFirstAttemptSearch({ store })(later)).toBe(4);
  expect(await store.firstAttempts.unsearchedSince()).toBeNull();
  expect(await store.deliveries.due('LIVE', later, 10)).toHaveLength(4);
  expect(await createFirstAttemptSearch({ store })(later)).toBe(0);
  expect(lines).toContainEqual(expect.objectContaining({ message: 'doorbells not rung' }));
});

test('a job that cannot be read, or runs ahead of the feed, comes back and stops no other', async () => {
  const { run } = fanningOut(store);
  const jobs = [
    { shard: 99, through: 1 },
    { shard, through: head },
    { shard: 1, through: 500 },
  ];
  const { batchItemFailures } = await run(...jobs);
  expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(['message-0', 'message-2']);
  expect(await store.fanout.through(shard)).toBe(head);
  expect(await store.fanout.through(1)).toBe(0);
});
