import type { Day, Instant } from '../../core/calendar.ts';
import { type Language, localeOf } from '../asking/language.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(language: Language, style: 'long' | 'medium'): Intl.DateTimeFormat {
  const key = `${language} ${style}`;
  const made =
    formats.get(key) ?? new Intl.DateTimeFormat(localeOf[language], { dateStyle: style, timeZone: 'UTC' });
  formats.set(key, made);
  return made;
}

/** A day as the language writes it; the first of a month is `1er` in French. */
export function dayIn(language: Language, day: Day, style: 'long' | 'medium' = 'long'): string {
  const text = formatOf(language, style).format(new Date(`${day}T00:00:00Z`));
  return language === 'fr' ? text.replace(/^1 /, '1er ') : text;
}

/** An instant as the language writes it, to the minute, marked as UTC. */
export function instantIn(language: Language, at: Instant): string {
  const [day, minute] = [at.slice(0, 10), at.slice(11, 16)];
  return `${dayIn(language, day, 'medium')}${language === 'zh' ? '' : language === 'fr' ? ' à ' : ', '}${minute} UTC`;
}

const numbers = new Map<Language, Intl.NumberFormat>();

export function numberIn(language: Language, value: number): string {
  const made = numbers.get(language) ?? new Intl.NumberFormat(localeOf[language]);
  numbers.set(language, made);
  return made.format(value);
}

/** The whole years and months from one day to a later one. */
export function spanIn(language: Language, from: Day, to: Day): string {
  const [years, months] = between(from, to);
  const unit = (value: number, name: 'year' | 'month') =>
    new Intl.NumberFormat(localeOf[language], { style: 'unit', unit: name, unitDisplay: 'long' }).format(
      value,
    );
  const parts = [
    years > 0 ? unit(years, 'year') : '',
    months > 0 || years === 0 ? unit(months, 'month') : '',
  ];
  return new Intl.ListFormat(localeOf[language], {
    type: 'unit',
    style: language === 'zh' ? 'narrow' : 'long',
  }).format(parts.filter(Boolean));
}

function between(from: Day, to: Day): [years: number, months: number] {
  const [y1 = 0, m1 = 0, d1 = 0] = from.split('-').map(Number);
  const [y2 = 0, m2 = 0, d2 = 0] = to.split('-').map(Number);
  const months = Math.max(0, (y2 - y1) * 12 + m2 - m1 - (d2 < d1 ? 1 : 0));
  return [Math.floor(months / 12), months % 12];
}

/** A list of names, joined as the language does. */
export const listIn = (language: Language, names: readonly string[]): string =>
  new Intl.ListFormat(localeOf[language], { type: 'conjunction' }).format(names);
