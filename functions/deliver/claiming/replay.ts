import { padSequence } from '../../core/ids.ts';
import type { Instant } from '../../core/instant.ts';
import { type Delivery, isClaimed } from '../../core/webhook/delivery.ts';
import { isRequested, rowsLookedAt } from '../../core/webhook/sending/waiting.ts';
import type { DeliverDeps } from '../deps.ts';
import { ringAt } from '../doorbell.ts';

/** How many sequences on either side are searched for another replayed delivery under way. */
const neighbours = 25;

/**
 * Whether another replayed delivery of this subscription is under way and was first. They go out one after
 * another, so that a replay takes no more than one sender from live events.
 */
export async function isBehindAnother({ store }: DeliverDeps, row: Delivery, now: Instant): Promise<boolean> {
  if (row.sequence === null) return false;
  const from = padSequence(Math.max(0, row.sequence - neighbours));
  for await (const other of store.deliveries.list(row.subscription, { from })) {
    if (other.sequence === null || other.sequence > row.sequence + neighbours) return false;
    if (other.key !== row.key && isRequested(other) && isClaimed(other, now) && isBefore(other, row))
      return true;
  }
  return false;
}

const isBefore = (one: Delivery, other: Delivery): boolean =>
  `${one.claim?.until} ${one.key}` < `${other.claim?.until} ${other.key}`;

/** Rings for the next delivery of a replay. */
export async function ringNext(deps: DeliverDeps, { subscription, key }: Delivery): Promise<void> {
  for await (const row of deps.store.deliveries.list(subscription, { from: key, most: rowsLookedAt })) {
    if (row.status === 'pending' && isRequested(row))
      return await ringAt(deps, row, { at: row.nextAttemptAt });
  }
}
