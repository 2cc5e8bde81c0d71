import { subscriptionFrom } from '../../functions/core/webhook/subscribing.ts';
import type { Subscription } from '../../functions/core/webhook/subscription.ts';
import type { FanoutDeps } from '../../functions/fanout/deps.ts';
import { createFanout } from '../../functions/fanout/fanout.ts';
import type { DeliverJob, FanoutJob } from '../../functions/lib/queues.ts';
import type { Store } from '../../functions/store/index.ts';
import { start } from '../deliver/delivering.ts';
import { jobsEvent } from '../support/jobs.ts';
import { captureLog } from '../support/quiet-log.ts';
import { unsealed } from '../support/sealing.ts';

/** The shard of these tests, and the head of the feed that `withRatification` makes. */
export const shard = 0;
export const head = 4;

/** Fan-out over a store, with doorbells that a test can read. */
export function fanningOut(store: Store, over: Partial<FanoutDeps> = {}) {
  const fanout: FanoutJob[] = [];
  const deliver: DeliverJob[] = [];
  const queues = {
    fanout: async (jobs: FanoutJob[]) => void fanout.push(...jobs),
    deliver: async (jobs: DeliverJob[]) => void deliver.push(...jobs),
  };
  const { log, lines } = captureLog();
  const take = createFanout({ store, queues, now: () => start, log, ...over });
  const run = (...jobs: object[]) => take(jobsEvent(jobs));
  const drain = async () => {
    for (let job = fanout.shift(); job; job = fanout.shift()) await run(job);
  };
  return { run, drain, fanout, deliver, lines, queues };
}

/** A verified subscription of the shard. */
export async function member(store: Store, over: Partial<Subscription> = {}): Promise<Subscription> {
  const id = store.newId('sub');
  const made = { id, owner: 'owner', shard, challengeHash: 'x', issue: unsealed, now: start };
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

export const sequencesOf = async (store: Store, { id }: Subscription) =>
  (await Array.fromAsync(store.deliveries.list(id))).map(({ sequence }) => sequence);
