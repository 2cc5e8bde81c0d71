import { latestOf } from '../../core/instant.ts';
import type { Delivery } from '../../core/webhook/delivery.ts';
import type { Passage } from '../../core/webhook/sending/passage.ts';
import { ownTime } from '../../core/webhook/sending/settlement.ts';
import { isPutOff, putOffTo, rowsLookedAt } from '../../core/webhook/sending/waiting.ts';
import type { DeliverDeps } from '../deps.ts';
import { ringAt } from '../doorbell.ts';

/** Puts a delivery off until its subscription may be sent to, without counting an attempt. */
export async function postpone(
  { store, now, random = Math.random }: DeliverDeps,
  row: Delivery,
  wait: Extract<Passage, { kind: 'wait' }>,
): Promise<void> {
  const nextAttemptAt = putOffTo(row, wait, now(), random());
  if (nextAttemptAt) await store.deliveries.put({ ...row, nextAttemptAt });
}

const releasedAtOnce = 50;

/**
 * Makes deliveries that were put off due again, from `from` on, as their own attempts allow. It releases a
 * bounded number and rings for the next one, which goes on from there; the rest come up when their time is
 * over.
 */
export async function release(deps: DeliverDeps, subscription: string, from?: string): Promise<void> {
  const { store, now, random = Math.random } = deps;
  let released = 0;
  const listing = { most: rowsLookedAt, ...(from && { from: before(from) }) };
  for await (const row of store.deliveries.list(subscription, listing)) {
    if (!isPutOff(row, now())) continue;
    if (released++ === releasedAtOnce) return await ringAt(deps, row);
    const due = latestOf(now(), ownTime(row, random()));
    await store.deliveries.put({ ...row, nextAttemptAt: due });
    // Ring even if another wrote first: it may have put the delivery off by an older reading.
    await ringAt(deps, row, { at: due });
  }
}

/** A key just before this one, because a listing starts after the key that it is given. */
export const before = (key: string): string =>
  `${key.slice(0, -1)}${String.fromCharCode(key.charCodeAt(key.length - 1) - 1)}~`;
