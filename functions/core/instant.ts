import { type Day, dayOf, type Instant } from './calendar.ts';

export type { Instant } from './calendar.ts';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;

export const instantMs = (instant: Instant): number => Date.parse(instant);

/** The instant `ms` milliseconds later, rounded up to whole milliseconds. */
export const later = (instant: Instant, ms: number): Instant =>
  new Date(Date.parse(instant) + Math.ceil(ms)).toISOString();

export const msBetween = (from: Instant, to: Instant): number => Date.parse(to) - Date.parse(from);

export const latestOf = (first: Instant, ...others: (Instant | null | undefined)[]): Instant =>
  others.reduce<Instant>((latest, other) => (other && other > latest ? other : latest), first);

/** Answers the present instant. */
export type Clock = () => Instant;

/** When something is recorded, and which day that is in law. */
export type Moment = { recordedAt: Instant; today: Day };

/** The last day that has begun anywhere on Earth (UTC+14): an act done on it is not in the future. */
export const lastDayBegun = ({ recordedAt, today }: Moment): Day =>
  dayOf(recordedAt) === today ? dayOf(later(recordedAt, 14 * hour)) : today;

/** A clock that differs this much from the last writer's is wrong. */
const astray = 5 * minute;

/**
 * The moment that a clock told, or one millisecond after `previous` if the clock is not past it, because
 * later records must bear later instants. If `previous` lies far ahead, its clock was wrong, and today's day
 * is still the one told.
 */
export function momentAfter(previous: Instant | undefined, told: Instant): Moment {
  const recordedAt = previous !== undefined && told <= previous ? later(previous, 1) : told;
  return { recordedAt, today: dayOf(msBetween(told, recordedAt) > astray ? told : recordedAt) };
}
