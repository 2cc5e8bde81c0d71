import * as PlainDate from 'temporal-polyfill/fns/PlainDate';
import * as z from 'zod';

/** Says of a day that its month does not have how many it has. */
function expected(input: unknown): string {
  const [, month] = /^(\d{4}-(?:0[1-9]|1[0-2]))-(?:0[1-9]|[12]\d|3[01])$/.exec(String(input)) ?? [];
  if (month === undefined) return 'a calendar day as YYYY-MM-DD is expected';
  return `a day of the calendar is expected: ${month} has ${addDays(addMonths(`${month}-01`, 1), -1).slice(8)} days`;
}

/** For a schema with a name of its own; else use `Day`. */
export function plainDay() {
  return z.iso.date({ error: ({ input }) => expected(input), abort: true });
}

/** A plain calendar day, `YYYY-MM-DD`: dates of law carry no time zone and are never converted to one. */
export const Day = plainDay().meta({
  id: 'Day',
  description: 'A calendar day, never converted to a time zone.',
  example: '2022-08-12',
});
export type Day = z.infer<typeof Day>;

/** An instant, RFC 3339 in UTC with milliseconds, so that instants order as text. */
export const Instant = z.iso
  .datetime({ precision: 3, error: 'an RFC 3339 UTC instant with milliseconds is expected' })
  .meta({ id: 'Instant', description: 'An RFC 3339 instant in UTC.', example: '2026-11-23T18:15:20.000Z' });
export type Instant = z.infer<typeof Instant>;

/** What may be asked about, and what a fact may be about, ends here. */
export const lastDay: Day = '2200-12-31';

const parse = (day: Day) => {
  const [year, month, dayOfMonth] = day.split('-').map(Number) as [number, number, number];
  return PlainDate.create(year, month, dayOfMonth);
};

export const addDays = (day: Day, days: number): Day =>
  PlainDate.toString(PlainDate.addDays(parse(day), days));

/** The same day of a later month; a day that the month lacks becomes its last (30 November + 3 months = 28 or 29 February). */
export const addMonths = (day: Day, months: number): Day =>
  PlainDate.toString(PlainDate.addMonths(parse(day), months));

export const firstOfFollowingMonth = (day: Day): Day => `${addMonths(day, 1).slice(0, 7)}-01`;

export const laterOf = (a: Day, b: Day): Day => (a > b ? a : b);

/** The UTC day of an instant: what "today" means throughout. */
export const dayOf = (instant: Instant): Day => instant.slice(0, 10);
