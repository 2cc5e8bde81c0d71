import * as z from 'zod';
import { DomainError } from '../../core/errors.ts';
import { stateOf } from '../../store/record/head.ts';
import { accessOf, type ReadDeps } from '../deps.ts';
import { type Answered, commonHeaders, jsonType } from './answer.ts';
import type { Incoming } from './event.ts';
import { checkBody, checkQuery, largestRequest, parseQuery } from './input.ts';
import { parseJson } from './json.ts';
import type { Reply, Route } from './route.ts';

/** Told of the state of the record that an answer was made from. */
export type OnRead = (state: string) => void;

export type Serve = (
  route: Route,
  request: Incoming,
  params: Record<string, string>,
  onRead: OnRead,
) => Promise<Answered>;

/** Lets a request in, parses it by what its route says of itself, and gives its handler's reply the headers it needs. */
export function createServe(deps: ReadDeps): Serve {
  const callOf = async (route: Route, request: Incoming, given: Record<string, string>) => {
    const now = deps.now();
    const header = (name: string) => request.headers[name];
    const caller = route.scope && (await accessOf(deps).admit(header('authorization'), route.scope, now));
    if (caller && route.method !== 'GET') accessOf(deps).limit(caller, now);
    const { pathname, search } = splitUrl(request.url);
    return {
      deps,
      params: paramsOf(route, given),
      query: checkQuery(route.query ?? noParameters, parseQuery(search)),
      body: bodyOf(route, request),
      caller,
      now,
      path: pathname,
      search,
      header,
    };
  };

  return async (route, request, params, onRead) => {
    const call = await callOf(route, request, params);
    const reply = await replyTo(route, call, deps, onRead);
    return answered(route, reply, request.headers.authorization !== undefined);
  };
}

async function replyTo(route: Route, call: unknown, { store }: ReadDeps, onRead: OnRead): Promise<Reply> {
  switch (route.reads) {
    case 'record':
      return store.record.read(async (snapshot) => {
        const reply = await route.handle(call, snapshot);
        onRead(stateOf(snapshot.head));
        return reply;
      });
    case 'feed': {
      const head = await store.record.head();
      onRead(stateOf(head));
      return route.handle(call, head);
    }
    default:
      return route.handle(call);
  }
}

const noParameters = z.strictObject({});

/** The address has no user info or fragment, so that the first `?` ends the path. */
function splitUrl(url: string): { pathname: string; search: string } {
  const from = url.indexOf('/', url.indexOf('//') + 2);
  const question = url.indexOf('?', from);
  return question < 0
    ? { pathname: url.slice(from), search: '' }
    : { pathname: url.slice(from, question), search: url.slice(question + 1) };
}

/** An id that cannot exist is not found, like any other that does not. */
function paramsOf(route: Route, given: Record<string, string>): Record<string, unknown> | undefined {
  const read = route.params?.safeParse(given);
  if (read && !read.success) {
    const name = String(read.error.issues[0]?.path[0]);
    throw new DomainError('not-found', `There is no ${name} ${given[name]?.slice(0, 100)}.`);
  }
  return read?.data;
}

function bodyOf(route: Route, { headers, body }: Incoming): unknown {
  if (route.body) requireJson(headers);
  if (body.length > largestRequest) throw tooLarge();
  if (route.body) return checkBody(route.body, parseJson(body));
  if (body.length > 0) throw new DomainError('malformed-request', 'This route takes no body.');
  return undefined;
}

export const tooLarge = (): DomainError =>
  new DomainError('payload-too-large', `A body may have ${largestRequest} bytes at most.`);

function requireJson(headers: Incoming['headers']): void {
  const type = headers['content-type'] ?? '';
  const isJson = /^application\/json *(; *charset="?utf-8"?)?$/i.test(type.trim());
  if (isJson && headers['content-encoding'] === undefined) return;
  throw new DomainError(
    'unsupported-media-type',
    'The body must be application/json in UTF-8, not compressed.',
  );
}

function answered(route: Route, { status, headers, body, text }: Reply, authenticated: boolean): Answered {
  const isPublic = route.scope === null && route.method === 'GET';
  return {
    status,
    headers: {
      ...commonHeaders,
      'content-type': route.answers[status]?.contentType ?? jsonType,
      'cache-control': authenticated || !isPublic ? 'no-store' : publicCaching,
      ...(isPublic && crossOrigin),
      ...headers,
    },
    body: text ?? (body === undefined ? '' : JSON.stringify(body)),
  };
}

/** To be kept, but asked for again each time: the ETag makes that cheap. */
export const publicCaching = 'public, no-cache';

/** Any page may read what anyone may read. */
export const crossOrigin = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'etag, link',
} as const;
