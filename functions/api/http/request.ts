import type { HonoRequest } from 'hono';
import * as z from 'zod';
import { DomainError } from '../../core/errors.ts';
import { parseJson } from '../../core/json.ts';
import { checkBody, checkQuery, refuseParameter } from './input.ts';
import type { Route } from './route.ts';
import { asSpelt } from './spelling.ts';

/** An id that cannot exist is not found, like any other that does not. */
export function paramsOf(route: Route, given: Record<string, string>): Record<string, unknown> {
  const read = route.params?.safeParse(given);
  if (read && !read.success) {
    const name = String(read.error.issues[0]?.path[0]);
    const spelt = asSpelt(route, given);
    const hint = spelt ? ` ${spelt} is meant, perhaps.` : '';
    throw new DomainError('not-found', `There is no ${name} ${given[name]?.slice(0, 100)}.${hint}`);
  }
  return read?.data ?? {};
}

/**
 * The parameters of a raw query.
 * @throws DomainError for a parameter that comes twice, and for text that is not percent-encoded UTF-8
 */
export function parseQuery(raw: string): Record<string, string> {
  const query = new Map<string, string>();
  for (const pair of raw.split('&').filter((part) => part !== '')) {
    const at = pair.indexOf('=');
    const name = decode(at < 0 ? pair : pair.slice(0, at));
    if (query.has(name)) refuseParameter(name, `${name} is given twice.`);
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

export async function bodyOf<T extends object>(schema: z.ZodType<T>, request: HonoRequest): Promise<T> {
  requireJson(request);
  return checkBody(schema, parseJson(new Uint8Array(await request.arrayBuffer())));
}

export async function takeNoBody(request: HonoRequest): Promise<void> {
  if ((await request.arrayBuffer()).byteLength > 0)
    throw new DomainError('malformed-request', 'This route takes no body; send the request without one.');
}

function requireJson(request: HonoRequest): void {
  const type = request.header('content-type') ?? '';
  const isJson = /^application\/json *(; *charset="?utf-8"?)?$/i.test(type.trim());
  if (isJson && request.header('content-encoding') === undefined) return;
  const encoding = request.header('content-encoding');
  const came = encoding ? `compressed (${encoding})` : type ? `as ${type.slice(0, 100)}` : 'without a type';
  throw new DomainError(
    'unsupported-media-type',
    `The body must be JSON in UTF-8, not compressed, with the header Content-Type: application/json; it came ${came}.`,
  );
}
