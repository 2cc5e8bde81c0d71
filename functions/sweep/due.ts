import type { Log } from '../lib/log.ts';
import type { Queues } from '../lib/queues.ts';
import type { Store } from '../store/index.ts';

type Deps = { store: Pick<Store, 'deliveries'>; queues: Pick<Queues, 'deliver'>; log: Log };

/** Deliveries looked at in one sweep, in each of the index's eight partitions. */
const lookedAt = 3_000;

/** Rung for in one sweep for one subscription: one that is dead has no more than these before everybody else's. */
const liveOfEach = 20;

type Id = { subscription: string; key: string };

/**
 * Rings for every delivery whose time has come: retries, and whatever job was lost. What is sent again on request comes
 * after what is live, one of a subscription at a time.
 */
export const createDue =
  ({ store, queues, log }: Deps) =>
  async (now: string): Promise<number> => {
    const oldest = await store.deliveries.oldestDue(now);
    log.metric('OldestDue', oldest ? (Date.parse(now) - Date.parse(oldest)) / 1000 : 0, 'Seconds');
    const live = firstOfEach(await store.deliveries.due('LIVE', now, lookedAt), liveOfEach);
    const again = firstOfEach(await store.deliveries.due('REPLAY', now, lookedAt), 1);
    const jobs = [...live, ...again].map(({ subscription, key }) => ({ subscription, delivery: key }));
    if (jobs.length > 0) await queues.deliver(jobs);
    return jobs.length;
  };

/** The longest due of each subscription, at most so many. */
function firstOfEach(ids: readonly Id[], most: number): Id[] {
  const taken = new Map<string, number>();
  return ids.filter(({ subscription }) => {
    const count = (taken.get(subscription) ?? 0) + 1;
    taken.set(subscription, count);
    return count <= most;
  });
}
