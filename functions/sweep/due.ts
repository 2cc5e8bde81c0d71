import { msBetween, second } from '../core/instant.ts';
import { slotsOfEach } from '../core/webhook/sending/crowd.ts';
import type { Log } from '../lib/log.ts';
import { type Queues, ringFor } from '../lib/queues.ts';
import type { Store } from '../store/index.ts';
import type { Due } from '../store/webhook/deliveries/due-index.ts';

type Deps = { store: Pick<Store, 'deliveries' | 'slots'>; queues: Pick<Queues, 'deliver'>; log: Log };

/** Deliveries that one sweep looks at, in each of the index's eight partitions. */
const lookedAt = 3_000;

type Id = { subscription: string; key: string };

/**
 * Rings for every delivery whose time has come: retries, and jobs that were lost. It rings for as many of a
 * subscription as may be under way at once; each of those rings for the next when it is done. Deliveries
 * resent on request come after live ones, one of a subscription at a time.
 */
export const createDue =
  ({ store, queues, log }: Deps) =>
  async (now: string): Promise<number> => {
    const due = await store.deliveries.due('LIVE', now, lookedAt);
    log.metric('OldestDue', secondsDue(due, now));
    const live = firstOfEach(due, slotsOfEach);
    const again = firstOfEach(await store.deliveries.due('REPLAY', now, lookedAt), 1);
    const crowded = firstOfEach(live.rest, 1).first;
    for (const { subscription, key } of crowded) await store.slots.wait(subscription, key, now);
    const isCrowded = ({ subscription }: Id) => crowded.some((one) => one.subscription === subscription);
    const ring = ringFor({ queues, log });
    await ring(live.first.filter(isCrowded), { inTurn: true });
    await ring(live.first.filter((one) => !isCrowded(one)));
    await ring(again.first);
    return live.first.length + again.first.length;
  };

/** For how long the longest waiting one has been due. */
function secondsDue(due: readonly Due[], now: string): number {
  const [oldest = now] = due.map(({ dueAt }) => dueAt).sort();
  return msBetween(oldest, now) / second;
}

/** Up to `most` deliveries of each subscription, the longest due first, and the rest. */
function firstOfEach(ids: readonly Id[], most: number): { first: Id[]; rest: Id[] } {
  const taken = new Map<string, number>();
  const rest: Id[] = [];
  const first = ids.filter((id) => {
    const count = (taken.get(id.subscription) ?? 0) + 1;
    taken.set(id.subscription, count);
    if (count > most) rest.push(id);
    return count <= most;
  });
  return { first, rest };
}
