import type { APIGatewayProxyEventV2 as Event } from 'aws-lambda';
import { parseQuery } from './request.ts';
import type { Route } from './route.ts';

/**
 * Brings a question into one form: parameters in one order and one spelling, so that one question has one
 * remembered answer. A query that cannot be parsed is left as it is, to be refused.
 */
export function inOneForm(event: Event, routeAt: (path: string) => Route | undefined): Event {
  const { rawPath, rawQueryString } = event;
  if (!rawQueryString) return event;
  const ignoresQuery = rawPath.startsWith('/docs/assets/') || routeAt(rawPath)?.ignoresQuery;
  return { ...event, rawQueryString: ignoresQuery ? '' : inOrder(rawQueryString) };
}

function inOrder(query: string): string {
  try {
    const given = Object.entries(parseQuery(query));
    return new URLSearchParams(given.sort(([a], [b]) => (a < b ? -1 : 1))).toString();
  } catch {
    return query;
  }
}
