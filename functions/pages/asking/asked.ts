import type { Day, Instant } from '../../core/calendar.ts';
import type { PagesDeps } from '../deps.ts';
import type { Words } from '../words/words.ts';
import { inLanguage, type Language } from './language.ts';

/** A question as a page receives it. */
export type Asked = {
  deps: Pick<PagesDeps, 'store' | 'publicUrl' | 'version'>;
  now: Instant;
  /** The UTC day. */
  today: Day;
  language: Language;
  words: Words;
  /** The page's path whatever the language, without what names a file form: `/states/CHN`. */
  path: string;
  params: Record<string, string>;
  /** Parameters that this page knows and that are not empty; others, such as those that track, are dropped. */
  query: Readonly<Record<string, string>>;
};

/** A link to another page in the reader's language. */
export function to(
  { language }: Pick<Asked, 'language'>,
  path: string,
  query: Record<string, string | undefined> = {},
): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const search = new URLSearchParams(given).toString();
  return `${inLanguage(language, path)}${search && `?${search}`}`;
}
