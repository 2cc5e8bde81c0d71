import { type Day, dayOf, type Instant } from './calendar.ts';

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

/** When something is recorded, and the day on which that is so in law. */
export type Moment = { recordedAt: Instant; today: Day };

/** The last day that has begun anywhere on Earth (UTC+14): no act done on it is in the future. */
export const lastDayBegun = ({ recordedAt, today }: Moment): Day =>
  dayOf(recordedAt) === today ? dayOf(later(recordedAt, 14 * hour)) : today;

/** A clock that differs by more from that of whoever wrote last is not merely another machine's. */
const astray = 5 * minute;

/**
 * The moment that a clock has told, or the first after `previous` where it told that one or an earlier: what is recorded
 * later bears a later instant. One that lies far ahead was told by a clock that was wrong, and does not decide what day
 * it is.
 */
export function momentAfter(previous: Instant | undefined, told: Instant): Moment {
  const recordedAt = previous !== undefined && told <= previous ? later(previous, 1) : told;
  return { recordedAt, today: dayOf(msBetween(told, recordedAt) > astray ? told : recordedAt) };
}
