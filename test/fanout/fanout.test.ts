import { beforeEach, expect, test } from 'vitest';
import { subscriptionFrom } from '../../functions/core/webhook/subscribing.ts';
import type { Subscription } from '../../functions/core/webhook/subscription.ts';
import { createFanout, type FanoutDeps } from '../../functions/fanout/fanout.ts';
import type { DeliverJob, FanoutJob } from '../../functions/lib/queues.ts';
import type { Store } from '../../functions/store/index.ts';
import { eventOf, start, withRatification } from '../deliver/delivering.ts';
import { captureLog } from '../support/quiet-log.ts';
import { anInstrument } from '../support/record-fixture.ts';
import { freshTable } from '../support/table.ts';

const shard = 0;
const head = 4;

let store: Store;
beforeEach(async () => {
  store = await withRatification(await freshTable());
  expect((await store.record.head()).sequence).toBe(head);
});

function fanningOut(over: Partial<FanoutDeps> = {}) {
  const fanout: FanoutJob[] = [];
  const deliver: DeliverJob[] = [];
  const queues = {
    fanout: async (jobs: FanoutJob[]) => void fanout.push(...jobs),
    deliver: async (jobs: DeliverJob[]) => void deliver.push(...jobs),
  };
  const { log, lines } = captureLog();
  const take = createFanout({ store, queues, now: () => start, log, ...over });
  const run = (...jobs: object[]) => take(eventOf(jobs));
  const drain = async () => {
    for (let job = fanout.shift(); job; job = fanout.shift()) await run(job);
  };
  return { run, drain, fanout, deliver, lines };
}

async function member(over: Partial<Subscription> = {}): Promise<Subscription> {
  const id = store.newId('sub');
  const made = { id, owner: 'owner', shard, challengeHash: 'x', now: start };
  const url = 'https://hooks.example.org/in';
  const subscription: Subscription = {
    ...subscriptionFrom({ url, filter: {} }, made),
    status: 'active',
    challengeHash: null,
    verifiedAt: null,
    receivesAfter: 0,
    ...over,
  };
  await store.subscriptions.add(subscription, 10_000);
  return store.subscriptions.update(id, (current) => ({ ...current, verifiedAt: start }));
}

const sequencesOf = async ({ id }: Subscription) =>
  (await Array.fromAsync(store.deliveries.list(id))).map(({ sequence }) => sequence);

test('WH-24 a job that comes any number of times makes each row once and rings for it once', async () => {
  const subscription = await member();
  const { run, deliver } = fanningOut();
  const job = { shard, through: head };
  await Promise.all([run(job), run(job), run(job, job)]);
  await run(job);
  expect(await sequencesOf(subscription)).toEqual([1, 2, 3, 4]);
  expect(deliver.map(({ delivery }) => Number(delivery)).sort()).toEqual([1, 2, 3, 4]);
  expect(await store.fanout.through(shard)).toBe(head);
});

test('only what a member asked for, and what came after it was verified', async () => {
  const late = await member({ receivesAfter: 3 });
  const picky = await member({ filter: { types: ['treaty.status.changed'] } });
  const joining = await member({ receivesAfter: null });
  await fanningOut().run({ shard, through: head });
  expect(await sequencesOf(late)).toEqual([4]);
  expect(await sequencesOf(picky)).toEqual([4]);
  expect(await sequencesOf(joining)).toEqual([1, 2, 3, 4]);
});

test('a shard of more than a page hands on, and moves on only with its last page', async () => {
  const members: Subscription[] = [];
  for (let group = 0; group < 5; group++)
    members.push(...(await Promise.all(Array.from({ length: 41 }, () => member({ receivesAfter: 3 })))));
  const { run, drain, fanout } = fanningOut();
  await run({ shard, through: head });
  expect(fanout).toMatchObject([{ shard, through: head, page: { from: 0 } }]);
  expect(await store.fanout.through(shard)).toBe(0);
  await drain();
  expect(await store.fanout.through(shard)).toBe(head);
  const received = await Promise.all(members.map(sequencesOf));
  expect(received.filter((sequences) => sequences.join() === '4')).toHaveLength(205);
});

test('a page of a part that is done already is dropped', async () => {
  const subscription = await member();
  await store.fanout.advance(shard, 2);
  const { run, fanout } = fanningOut();
  await run({ shard, through: head, page: { from: 0, after: 'sub_00000000000000000000000000' } });
  expect(await sequencesOf(subscription)).toEqual([]);
  expect(await store.fanout.through(shard)).toBe(2);
  expect(fanout).toEqual([]);
});

test('of a bulk import only its announcement is sent', async () => {
  const subscription = await member({ receivesAfter: head });
  const writing = { now: start, by: 'import' };
  await store.cataloguing.putInstrument('ilo-c105', anInstrument(), {
    ...writing,
    ifVersion: 0,
    quiet: true,
  });
  await store.cataloguing.announceImport(head + 1, head + 1, writing);
  await fanningOut().run({ shard, through: head + 2 });
  expect(await sequencesOf(subscription)).toEqual([head + 2]);
});

test('a doorbell that cannot be rung costs no row: it is due, and the sweep finds it', async () => {
  const subscription = await member();
  const refusing = async () => {
    throw new Error('SQS refused');
  };
  const { run, lines } = fanningOut({ queues: { fanout: async () => {}, deliver: refusing } });
  expect(await run({ shard, through: head })).toEqual({ batchItemFailures: [] });
  expect(await sequencesOf(subscription)).toEqual([1, 2, 3, 4]);
  expect(await store.deliveries.due('LIVE', start, 10)).toHaveLength(4);
  expect(lines).toContainEqual(expect.objectContaining({ message: 'doorbells not rung' }));
});

test('a job that cannot be read, or runs ahead of the feed, comes back and stops no other', async () => {
  const { run } = fanningOut();
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
