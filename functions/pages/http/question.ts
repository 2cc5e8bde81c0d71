import type { APIGatewayProxyEventV2 as Event } from 'aws-lambda';
import { searchOf } from '../asking/asked.ts';
import { inLanguage, preferred, splitLanguage } from '../asking/language.ts';
import { type Parameter, parameterNamed } from '../asking/parameters.ts';
import { inOneForm } from '../assets.ts';
import { pageAt } from '../routes.ts';

/**
 * Brings a query into one form: non-empty parameters that the path's page knows, in one order, so that one
 * question has one remembered answer.
 */
function askedOf(path: string, search: string): Record<string, string> {
  const isAsked = asking(path);
  const given = [...new URLSearchParams(search)].flatMap(([said, value]): [Parameter, string][] => {
    const name = parameterNamed(said);
    return name && isAsked(name) && value !== '' ? [[name, value]] : [];
  });
  const joined = Map.groupBy(given, ([name]) => name);
  return Object.fromEntries(
    [...joined]
      .map(([name, values]): [string, string] => [name, values.map(([, value]) => value).join(',')])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Where there is no page a reader may be sent to one, with what was asked. */
function asking(path: string): (name: Parameter) => boolean {
  if (/^\/(assets\/|favicon\.svg$|robots\.txt$)/.test(path)) return () => false;
  const page = pageAt(splitLanguage(path).rest);
  return (name) => page === undefined || page.asks.includes(name);
}

/** The parameters of a query that is in one form. */
export const queryIn = (search: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(search));

export const wantsHtml = ({ headers }: Pick<Event, 'headers'>): boolean =>
  /\btext\/html\b|\bapplication\/xhtml\+xml\b/.test(headers.accept ?? '');

/** The normalised question of an event, or a redirect to the reader's language for a browser at `/`. */
export function questionOf(event: Event): { event: Event } | { location: string } {
  const query = askedOf(event.rawPath, event.rawQueryString);
  const rawQueryString = searchOf(query).slice(1);
  const asked = { ...event, rawPath: inOneForm(event.rawPath), rawQueryString };
  if (event.rawPath !== '/' || !wantsHtml(event)) return { event: asked };
  const language = preferred(event.headers['accept-language']);
  if (language === 'en') return { event: { ...asked, rawPath: '/en' } };
  return { location: `${inLanguage(language, '/')}${searchOf(query)}` };
}
