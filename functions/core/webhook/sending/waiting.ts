import { hour, type Instant, later, latestOf, minute, msBetween } from '../../instant.ts';
import { type Delivery, isClaimed } from '../delivery.ts';
import type { Passage } from './passage.ts';
import { ownTime } from './settlement.ts';

/** Deliveries of one subscription that are looked through at once for those that wait. */
export const rowsLookedAt = 1_500;

/** Whether a delivery waits for a sender; a verification has an owner who waits, and is nobody else's turn. */
export const isWaiting = (row: Delivery, now: Instant): boolean =>
  row.status === 'pending' && row.trigger !== 'verification' && !isClaimed(row, now);

/** Sent again because its owner asked: it has a line of its own, behind what is live. */
export const isRequested = ({ trigger }: Pick<Delivery, 'trigger'>): boolean =>
  trigger === 'replay' || trigger === 'resend';

/** Whether a sender has a delivery in hand or is on its way for it, so that nobody needs to hurry it. */
export const isUnderWay = (row: Delivery, now: Instant): boolean =>
  row.status === 'pending' && (isClaimed(row, now) || row.nextAttemptAt === null || row.nextAttemptAt <= now);

/** Whether it is a live delivery's turn now, so that only a doorbell is missing. */
export const isDue = (row: Delivery, now: Instant): boolean =>
  isWaiting(row, now) && !isRequested(row) && row.nextAttemptAt !== null && row.nextAttemptAt <= now;

/** Whether a delivery waits for longer than its own attempts ask it to. */
export const isPutOff = (row: Delivery, now: Instant): boolean =>
  isWaiting(row, now) && row.nextAttemptAt !== null && row.nextAttemptAt > latestOf(now, ownTime(row, 1));

const longestSpread = minute;

/**
 * How long the others wait: the delivery that probed last comes back for the next probe, and they would only be in its
 * way.
 */
const outOfTheWay = hour;

type Wait = Extract<Passage, { kind: 'wait' }>;

/** When a delivery is to come back whose subscription may not be sent to now; null where it waits for that long already. */
export function putOffTo(row: Delivery, { until, why }: Wait, now: Instant, random: number): Instant | null {
  if (row.nextAttemptAt === null || row.nextAttemptAt >= until) return null;
  const isProber = row.attempts.at(-1)?.trigger === 'probe';
  const spread = random * Math.min(longestSpread, msBetween(now, until) / 5);
  return later(until, why === 'paused' ? spread : isProber ? 0 : outOfTheWay);
}

/** When a delivery that was due for a probe, or put off, may go by its own ladder; null where that is now. */
export function ownWait(row: Delivery, now: Instant, random: number): Instant | null {
  const own = row.attempts.at(-1)?.trigger === 'probe' ? ownTime(row, random) : null;
  return own && own > now ? own : null;
}
