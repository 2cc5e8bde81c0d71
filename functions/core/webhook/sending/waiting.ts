import { hour, type Instant, later, latestOf, minute, msBetween } from '../../instant.ts';
import { type Delivery, isClaimed } from '../delivery.ts';
import type { Passage } from './passage.ts';
import { ownTime } from './settlement.ts';

/** Deliveries of one subscription that are looked through at once for those that wait. */
export const rowsLookedAt = 1_500;

/**
 * Whether a delivery waits for a sender. A verification does not count, because its owner waits for it and
 * nobody takes its turn.
 */
export const isWaiting = (row: Delivery, now: Instant): boolean =>
  row.status === 'pending' && row.trigger !== 'verification' && !isClaimed(row, now);

/** Whether it was resent on request, and so waits in a line of its own behind live ones. */
export const isRequested = ({ trigger }: Pick<Delivery, 'trigger'>): boolean =>
  trigger === 'replay' || trigger === 'resend';

/** Whether a sender has the delivery in hand or is on its way, so that nobody need hurry it. */
export const isUnderWay = (row: Delivery, now: Instant): boolean =>
  row.status === 'pending' && (isClaimed(row, now) || row.nextAttemptAt === null || row.nextAttemptAt <= now);

/** Whether it is a live delivery's turn, so that only a doorbell is missing. */
export const isDue = (row: Delivery, now: Instant): boolean =>
  isWaiting(row, now) && !isRequested(row) && row.nextAttemptAt !== null && row.nextAttemptAt <= now;

/** Whether a delivery waits longer than its own attempts ask. */
export const isPutOff = (row: Delivery, now: Instant): boolean =>
  isWaiting(row, now) && row.nextAttemptAt !== null && row.nextAttemptAt > latestOf(now, ownTime(row, 1));

const longestSpread = minute;

/**
 * How long the others wait, because the delivery that probed last comes back for the next probe and they
 * would be in its way.
 */
const outOfTheWay = hour;

type Wait = Extract<Passage, { kind: 'wait' }>;

/**
 * When a delivery is to come back whose subscription may not be sent to now; null if it already waits that
 * long.
 */
export function putOffTo(row: Delivery, { until, why }: Wait, now: Instant, random: number): Instant | null {
  if (row.nextAttemptAt === null || row.nextAttemptAt >= until) return null;
  const isProber = row.attempts.at(-1)?.trigger === 'probe';
  const spread = random * Math.min(longestSpread, msBetween(now, until) / 5);
  return later(until, why === 'paused' ? spread : isProber ? 0 : outOfTheWay);
}

/** When a delivery that was due for a probe, or put off, may go by its own ladder; null for now. */
export function ownWait(row: Delivery, now: Instant, random: number): Instant | null {
  const own = row.attempts.at(-1)?.trigger === 'probe' ? ownTime(row, random) : null;
  return own && own > now ? own : null;
}
