import type { Instant } from './calendar.ts';

export type { Instant } from './calendar.ts';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;

export const instantMs = (instant: Instant): number => Date.parse(instant);

/** The instant so many milliseconds later, in whole milliseconds, rounded up. */
export const later = (instant: Instant, ms: number): Instant =>
  new Date(Date.parse(instant) + Math.ceil(ms)).toISOString();

export const msBetween = (from: Instant, to: Instant): number => Date.parse(to) - Date.parse(from);

export const latestOf = (first: Instant, ...others: (Instant | null | undefined)[]): Instant =>
  others.reduce<Instant>((latest, other) => (other && other > latest ? other : latest), first);

/** Tells the instant now. */
export type Clock = () => Instant;

/** What the clock tells, or the first instant after `previous` where the clock tells that one or an earlier. */
export const nextInstant = (clock: Clock, previous: Instant | undefined): Instant => {
  const told = clock();
  return previous !== undefined && told <= previous ? later(previous, 1) : told;
};
