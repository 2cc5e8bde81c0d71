import type { Log } from '../lib/log.ts';
import type { Queues } from '../lib/queues.ts';
import type { Store } from '../store/index.ts';

type Deps = { store: Pick<Store, 'deliveries'>; queues: Pick<Queues, 'deliver'>; log: Log };

/** Deliveries rung for in one sweep, of each of the index's eight partitions. */
const atOnce = 500;

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
    const live = await store.deliveries.due('LIVE', now, atOnce);
    const again = oneOfEach(await store.deliveries.due('REPLAY', now, atOnce));
    const jobs = [...live, ...again].map(({ subscription, key }) => ({ subscription, delivery: key }));
    if (jobs.length > 0) await queues.deliver(jobs);
    return jobs.length;
  };

const oneOfEach = (ids: readonly Id[]): Id[] => [
  ...ids.reduceRight((firsts, id) => firsts.set(id.subscription, id), new Map<string, Id>()).values(),
];
