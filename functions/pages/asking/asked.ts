import type { Day, Instant } from '../../core/calendar.ts';
import { linkTo } from '../../lib/http/base-path.ts';
import type { LoadingProgress } from '../../lib/http/middleware/incomplete.ts';
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
  /** The page's path without its language or file suffix: `/states/CHN`. */
  path: string;
  params: Record<string, string>;
  /** Parameters that this page knows and that are not empty; others, such as trackers' marks, are dropped. */
  query: Readonly<Record<string, string>>;
  /** How far a load of the record has come that is under way or has failed, so that acts are missing. */
  loading?: LoadingProgress | undefined;
};

/** What of a question decides on words alone. */
export type InLanguage = Pick<Asked, 'language' | 'words'>;

type Linking = Pick<Asked, 'language' | 'deps'>;
type Query = Record<string, string | undefined>;

/** The path of a page in the reader's language, without the base path. */
export const pathTo = ({ language }: Pick<Asked, 'language'>, path: string, query: Query = {}): string =>
  `${inLanguage(language, path)}${searchOf(query)}`;

/** A link to another page in the reader's language. */
export const to = (asked: Linking, path: string, query?: Query): string =>
  linkTo(asked.deps.publicUrl, pathTo(asked, path, query));

/** The absolute address of a page in the reader's language. */
export const addressOf = (asked: Linking, path: string, query?: Query): string =>
  `${asked.deps.publicUrl}${pathTo(asked, path, query)}`;

/** A link to something in no language, such as a route of the API. */
export const toPlain = ({ deps }: Pick<Asked, 'deps'>, path: string, query: Query = {}): string =>
  linkTo(deps.publicUrl, `${path}${searchOf(query)}`);

export function searchOf(query: Query): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const search = new URLSearchParams(given).toString();
  return search && `?${search}`;
}
