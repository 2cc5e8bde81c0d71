import type { APIGatewayProxyEventV2 as Event } from 'aws-lambda';
import { PatternRouter } from 'hono/router/pattern-router';
import { parseQuery } from './request.ts';
import { honoPath, type Route } from './route.ts';

/**
 * Brings questions into one form: parameters in one order and one spelling, so that one question has one
 * remembered answer. A query that cannot be parsed is left as it is, to be refused.
 */
export function oneForm(table: readonly Route[]): (event: Event) => Event {
  const deaf = new PatternRouter<true>();
  for (const { method, path, ignoresQuery } of table)
    if (ignoresQuery) deaf.add(method, honoPath(path), true);
  const ignoresQuery = (path: string): boolean =>
    path.startsWith('/docs/assets/') || deaf.match('GET', path)[0].length > 0;

  return (event) => {
    const { rawPath, rawQueryString } = event;
    if (!rawQueryString) return event;
    return { ...event, rawQueryString: ignoresQuery(rawPath) ? '' : inOrder(rawQueryString) };
  };
}

function inOrder(query: string): string {
  try {
    const given = Object.entries(parseQuery(query));
    return new URLSearchParams(given.sort(([a], [b]) => (a < b ? -1 : 1))).toString();
  } catch {
    return query;
  }
}
