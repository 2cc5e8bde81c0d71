import type { Instant } from '../../instant.ts';
import type { Subscription } from '../subscription.ts';

/**
 * Deliveries of one subscription that are under way at once, over all senders, so that a slow receiver holds
 * no more of them.
 */
export const slotsOfEach = 20;

/** Milliseconds that a receiver may take before its subscription counts as crowded. */
export const slowAfter = 1_000;

/** Milliseconds for which it then counts as crowded. */
export const crowdedFor = 60_000;

export type Senders = {
  /** Deliveries of it that one sender has in hand. */
  atHand: number;
  /** Set if somebody saw an attempt take long. */
  crowdedUntil: Instant | null;
};

/**
 * Whether deliveries of a subscription must be counted among all senders. A single delivery to a quick
 * receiver need not be, because it delays nobody and counting costs as much as sending.
 */
export const isCrowded = (
  { health }: Pick<Subscription, 'health'>,
  { atHand, crowdedUntil }: Senders,
  now: Instant,
): boolean => atHand > 1 || health.failuresInARow > 0 || (crowdedUntil !== null && crowdedUntil > now);
