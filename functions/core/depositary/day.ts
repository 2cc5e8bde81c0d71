import type { Day } from '../calendar.ts';

/** A month by its English name or its first letters, three or more; 0 for none. */
export const monthOf = (name: string): number => {
  const lower = name.toLowerCase().replace(/\.$/, '');
  return lower.length < 3 ? 0 : months.findIndex((month) => month.startsWith(lower)) + 1;
};

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** The day, or null where the calendar has none such; `month` and `day` have two digits at most. */
export function calendarDay(year: number, month: number, day: number): Day | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && year >= 1800 && year <= 2200
    ? at.toISOString().slice(0, 10)
    : null;
}

/** `6 August 1999`, `27 Apr 1993`, `03-02-2026`, `04/06/2026`: the day that a text gives first, or null. */
export function firstDayIn(text: string): Day | null {
  const words = /\b(\d{1,2}) ([A-Za-z]{3,9})\.? (\d{4})\b/.exec(text);
  if (words) return calendarDay(Number(words[3]), monthOf(words[2] ?? ''), Number(words[1]));
  const numbers = /\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b/.exec(text);
  if (numbers) return calendarDay(Number(numbers[3]), Number(numbers[2]), Number(numbers[1]));
  const iso = /\b(\d{4})-(\d{2})-(\d{2})\b/.exec(text);
  return iso ? calendarDay(Number(iso[1]), Number(iso[2]), Number(iso[3])) : null;
}
