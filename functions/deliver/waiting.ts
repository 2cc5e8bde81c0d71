import { hour, type Instant, later, latestOf, minute, msBetween } from '../core/instant.ts';
import { type Delivery, isClaimed } from '../core/webhook/delivery.ts';
import type { DeliverDeps } from './deps.ts';
import { ring } from './doorbell.ts';
import type { Passage } from './passage.ts';
import { ownTime } from './settlement.ts';
import { before } from './slot.ts';

const longestSpread = minute;

/** The last one that probed comes back for the next probe; for the others that is no use, and they stay out of its way. */
const outOfTheWay = hour;

/** Puts a delivery off, without charge, until its subscription may be sent to. */
export async function postpone(
  { store, now, random = Math.random }: DeliverDeps,
  row: Delivery,
  { until, why }: Extract<Passage, { kind: 'wait' }>,
): Promise<void> {
  const spread = random() * Math.min(longestSpread, msBetween(now(), until) / 5);
  const isProber = row.attempts.at(-1)?.trigger === 'probe';
  const wait = why === 'paused' ? spread : isProber ? 0 : outOfTheWay;
  const nextAttemptAt = later(until, wait);
  if (row.nextAttemptAt === null || row.nextAttemptAt >= until) return;
  await store.deliveries.put({ ...row, nextAttemptAt });
}

const releasedAtOnce = 50;
const rowsLookedAt = 1_000;

/**
 * Deliveries that were put off, from `from` on, are due again as their own attempts allow. A bounded number at once; the
 * doorbell of the next one goes on from there, and what is not rung comes up by itself when its time is over.
 */
export async function release(deps: DeliverDeps, subscription: string, from?: string): Promise<number> {
  const { store, now } = deps;
  let looked = 0;
  let released = 0;
  for await (const row of store.deliveries.list(subscription, from ? { from: before(from) } : {})) {
    if (++looked > rowsLookedAt) break;
    if (!isPutOff(row, now())) continue;
    if (released === releasedAtOnce) {
      await ring(deps, row, null);
      break;
    }
    const due = latestOf(now(), ownTime(row, (deps.random ?? Math.random)()));
    if (await store.deliveries.put({ ...row, nextAttemptAt: due })) await ring(deps, row, due);
    released++;
  }
  return released;
}

/** Whether a delivery waits for longer than its own attempts ask it to. */
export function isPutOff(row: Delivery, now: Instant): boolean {
  const isWaiting = row.status === 'pending' && row.trigger !== 'verification' && !isClaimed(row, now);
  if (!isWaiting || row.nextAttemptAt === null) return false;
  return row.nextAttemptAt > latestOf(now, ownTime(row, 1));
}
