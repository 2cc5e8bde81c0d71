import type { APIGatewayProxyEventV2 as Event } from 'aws-lambda';
import { searchOf } from '../asking/asked.ts';
import { inLanguage, preferred } from '../asking/language.ts';
import { isParameter, type Parameter } from '../asking/parameters.ts';

/**
 * Brings a query into one form: known, non-empty parameters in one order, so that one question has one
 * remembered answer.
 */
export function askedOf(
  search: string,
  isAsked: (name: Parameter) => boolean = () => true,
): Record<string, string> {
  const given = [...new URLSearchParams(search)].filter(
    ([name, value]) => isParameter(name) && isAsked(name) && value !== '',
  );
  const joined = Map.groupBy(given, ([name]) => name);
  return Object.fromEntries(
    [...joined]
      .map(([name, values]): [string, string] => [name, values.map(([, value]) => value).join(',')])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

export const wantsHtml = ({ headers }: Pick<Event, 'headers'>): boolean =>
  /\btext\/html\b|\bapplication\/xhtml\+xml\b/.test(headers.accept ?? '');

/** The normalised question of an event, or a redirect to the reader's language for a browser at `/`. */
export function questionOf(event: Event): { event: Event } | { location: string } {
  const query = askedOf(event.rawQueryString);
  const rawQueryString = searchOf(query).slice(1);
  const asked = { ...event, rawQueryString };
  if (event.rawPath !== '/' || !wantsHtml(event)) return { event: asked };
  const language = preferred(event.headers['accept-language']);
  if (language === 'en') return { event: { ...asked, rawPath: '/en' } };
  return { location: `${inLanguage(language, '/')}${searchOf(query)}` };
}
