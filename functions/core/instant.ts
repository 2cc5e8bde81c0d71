import type { Instant } from '../calendar.ts';

export type { Instant } from '../calendar.ts';

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
