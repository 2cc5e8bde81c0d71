import * as z from 'zod';

const dayForm = 'a calendar day as YYYY-MM-DD is expected';

/** Says why a text is no calendar day. */
function dayFault(given: unknown): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(String(given)) ?? [];
  if (!year || !month || !day) return `${dayForm}${meantBy(String(given))}`;
  const name = monthNames[Number(month) - 1];
  if (!name) return `${dayForm}, and there is no month ${month}`;
  const last = addDays(addMonths(`${year}-${month}-01`, 1), -1).slice(-2);
  return `${dayForm}, and ${name}${month === '02' ? ` ${year}` : ''} has ${last} days`;
}

/** Suggests the day that was meant, where another order or form leaves only one. */
function meantBy(text: string): string {
  const [, year, month = '', day = ''] =
    /^["' ]*(\d{4})[-./年 ]?(\d\d?)[-./月 ]?(\d\d?)(?:[日"' TtZz].*)?$/.exec(text) ?? [];
  const [, last, middle = '', end = ''] = /^(\d\d?)[-./ ](\d\d?)[-./ ](\d{4})$/.exec(text) ?? [];
  const meant = year
    ? dayOfParts(year, month, day)
    : last && Number(last) > 12
      ? dayOfParts(end, middle, last)
      : '';
  return Day.safeParse(meant).success ? `; perhaps ${meant} is meant` : '';
}

const dayOfParts = (year: string, month: string, day: string): Day =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

const monthNames =
  'January February March April May June July August September October November December'.split(' ');

/**
 * The schema of a calendar day without a name in OpenAPI; use it where a field has a name of its own, else
 * `Day`.
 */
export function plainDay() {
  return z.iso.date({ error: ({ input }) => dayFault(input), abort: true });
}

/** A plain calendar day, `YYYY-MM-DD`: dates of law carry no time zone and are never converted to one. */
export const Day = plainDay().meta({
  id: 'Day',
  description: 'A calendar day, never converted to a time zone.',
  example: '2022-08-12',
});
export type Day = z.infer<typeof Day>;

/** An instant: RFC 3339 in UTC with milliseconds, because then instants order as text. */
export const Instant = z.iso
  .datetime({ precision: 3, error: 'an RFC 3339 UTC instant with milliseconds is expected' })
  .meta({ id: 'Instant', description: 'An RFC 3339 instant in UTC.', example: '2026-11-23T18:15:20.000Z' });
export type Instant = z.infer<typeof Instant>;

const rfc3339 =
  /^(\d{4}-\d\d-\d\d)[Tt ]((?:[01]\d|2[0-3]):[0-5]\d):([0-5]\d|60)(?:\.(\d+))?(?:[Zz]|([+ -])([01]\d|2[0-3])(?::?([0-5]\d))?)$/;

/**
 * Reads an instant as people write it: RFC 3339 with any offset and fraction, also the short ISO 8601 offsets
 * `+0800` and `+08`. Answers it in UTC with milliseconds, or null if it is none. A blank before the offset
 * counts as a plus sign, because a query string decodes `+` as a blank.
 */
export function readInstant(text: string): Instant | null {
  const [, day, minutes, seconds = '', fraction = '', sign = '+', hours = '00', ofHour = '00'] =
    rfc3339.exec(text) ?? [];
  if (!day || !minutes || !Day.safeParse(day).success) return null;
  // A leap second (RFC 3339, section 5.7) becomes the last millisecond before it, because `Date` knows none.
  const rest = seconds === '60' ? '59.999' : `${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  const at = new Date(`${day}T${minutes}:${rest}${sign === '-' ? '-' : '+'}${hours}:${ofHour}`);
  const instant = at.toISOString();
  return Instant.safeParse(instant).success ? instant : null;
}

/** An instant as a caller gives it: RFC 3339 with any offset, read as UTC. */
export const GivenInstant = z
  .string()
  .meta({ format: 'date-time' })
  .transform((text, { addIssue }) => {
    const instant = readInstant(text);
    if (instant) return instant;
    addIssue('an RFC 3339 instant is expected, such as 2026-11-23T18:15:20Z or 2026-11-24T02:15:20+08:00');
    return z.NEVER;
  });

/** The first day that may be asked about. */
export const firstDay: Day = '1800-01-01';

/** The last day that may be asked about, or that a fact may be about. */
export const lastDay: Day = '2200-12-31';

/** Midnight of the day in UTC, where every day has 24 hours, so arithmetic on it counts calendar days. */
const midnightOf = (day: Day): Date => new Date(`${day}T00:00:00Z`);

const dayAt = (midnight: Date): Day => midnight.toISOString().slice(0, -'T00:00:00.000Z'.length);

export function addDays(day: Day, days: number): Day {
  const at = midnightOf(day);
  at.setUTCDate(at.getUTCDate() + days);
  return dayAt(at);
}

/**
 * The same day of a later month. A day that the month lacks becomes its last: 30 November + 3 months = 28 or
 * 29 February.
 */
export function addMonths(day: Day, months: number): Day {
  const at = midnightOf(day);
  const dayOfMonth = at.getUTCDate();
  at.setUTCMonth(at.getUTCMonth() + months);
  if (at.getUTCDate() !== dayOfMonth) at.setUTCDate(0);
  return dayAt(at);
}

export const firstOfFollowingMonth = (day: Day): Day => `${addMonths(day, 1).slice(0, 7)}-01`;

export const laterOf = (a: Day, b: Day): Day => (a > b ? a : b);

/** The UTC day of an instant: what "today" means throughout. */
export const dayOf = (instant: Instant): Day => instant.slice(0, 10);
