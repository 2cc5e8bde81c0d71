import type { Instant } from '../../instant.ts';
import type { Subscription } from '../subscription.ts';

/** Deliveries of one subscription that are under way at once, over all senders: whoever hangs holds no more of them. */
export const slotsOfEach = 20;

/** How long a receiver may take before its subscription counts as crowded, milliseconds. */
export const slowAfter = 1_000;

/** For how long it counts as crowded from then on, milliseconds. */
export const crowdedFor = 60_000;

export type Senders = {
  /** Deliveries of it that one sender has at hand, under way or about to be. */
  atHand: number;
  /** Somebody saw an attempt take long. */
  crowdedUntil: Instant | null;
};

/**
 * Whether deliveries of a subscription have to be counted among all senders. One delivery to a receiver that is well and
 * quick is not: it holds nobody up, and counting it would cost as much as sending it.
 */
export const isCrowded = (
  { health }: Pick<Subscription, 'health'>,
  { atHand, crowdedUntil }: Senders,
  now: Instant,
): boolean => atHand > 1 || health.failuresInARow > 0 || (crowdedUntil !== null && crowdedUntil > now);
