import { hour, type Instant, later, minute } from '../instant.ts';

/** Verifications that a host or a domain was sent since it last answered one rightly, whatever became of the subscriptions. */
export type Unanswered = { unanswered: number; lastAt: Instant };

/** How many verifications may go unanswered before the next ones wait. */
export type Patience = { host: number; domain: number };

export const patience: Patience = { host: 20, domain: 60 };

const longestWait = 24 * hour;

/**
 * When a target may be sent another verification: a minute after the last time, then ever more rarely, a day at most; null
 * for now.
 */
export function verifiableFrom(
  { unanswered, lastAt }: Unanswered,
  free: number,
  now: Instant,
): Instant | null {
  const beyond = unanswered - free;
  if (beyond < 0) return null;
  const again = later(lastAt, Math.min(minute * 2 ** Math.min(beyond, 20), longestWait));
  return again > now ? again : null;
}
