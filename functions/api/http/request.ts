import type { HonoRequest } from 'hono';
import * as z from 'zod';
import { DomainError } from '../../core/errors.ts';
import { checkQuery, refuseParameter } from './input.ts';
import type { Route } from './route.ts';
import { respelt } from './spelling.ts';

/** Parses the path's ids. An impossible id is not found, like any other that does not exist. */
export function paramsOf(route: Route, given: Record<string, string>): Record<string, unknown> {
  const read = route.params?.safeParse(given);
  if (read && !read.success) {
    const name = String(read.error.issues[0]?.path[0]);
    const spelt = respelt(route, given);
    const hint = spelt ? ` Perhaps ${spelt} is meant.` : elsewhere(name, read.error.issues[0]?.message);
    throw new DomainError('not-found', `There is no ${name} ${given[name]?.slice(0, 100)}.${hint}`);
  }
  return read?.data ?? {};
}

/** Says what such an id looks like, if its schema does, and where to list all of them. */
function elsewhere(name: string, form = ''): string {
  const said = form.endsWith('is expected') ? ` ${form.charAt(0).toUpperCase()}${form.slice(1)}.` : '';
  const list = lists[name];
  return list ? `${said} GET ${list} lists them.` : said;
}

const lists: Record<string, string> = {
  state: '/v1/states',
  instrument: '/v1/instruments',
  source: '/v1/sources',
  proposal: '/v1/proposals',
  subscription: '/v1/subscriptions',
  sequence: '/v1/changes',
  type: '/v1/event-types',
  problem: '/problems',
};

/**
 * Parses a raw query.
 * @throws DomainError for a parameter given twice, and for text that is not percent-encoded UTF-8
 */
export function parseQuery(raw: string): Record<string, string> {
  const query = new Map<string, string>();
  for (const pair of raw.split('&').filter((part) => part !== '')) {
    const at = pair.indexOf('=');
    const name = decode(at < 0 ? pair : pair.slice(0, at));
    if (query.has(name))
      refuseParameter(name, `${name} is given twice: give it once, several values separated by commas.`);
    query.set(name, at < 0 ? '' : decode(pair.slice(at + 1)));
  }
  return Object.fromEntries(query);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new DomainError('malformed-request', 'The query is not percent-encoded UTF-8.');
  }
}

const noParameters = z.strictObject({});

export const queryOf = (route: Route, given: Record<string, string>): Record<string, unknown> =>
  checkQuery(route.query ?? noParameters, given);

export async function takeNoBody(request: HonoRequest): Promise<void> {
  if ((await request.arrayBuffer()).byteLength > 0)
    throw new DomainError(
      'malformed-request',
      `This route takes no body; send the request without one (curl: -X ${request.method}, and no -d).`,
    );
}
