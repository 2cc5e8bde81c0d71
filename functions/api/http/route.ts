import type { Context, HonoRequest } from 'hono';
import type * as z from 'zod';
import type { ApiKey, Scope } from '../../core/api-key.ts';
import type { Instant } from '../../core/calendar.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { Bindings } from '../../lib/http/answering.ts';
import type { Head } from '../../store/record/head.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { ApiDeps, ReadDeps } from '../deps.ts';

/**
 * How a route is written: what it takes and gives as data, then a handler of Hono's.
 *
 *     read(
 *       {
 *         path: '/v1/sources/{source}',
 *         operationId: 'getSource',
 *         tag: 'Sources',
 *         params: z.object({ source: SourceId }),
 *         answers: { 200: { schema: Source } },
 *         refusals: ['not-found'],
 *       },
 *       (c, { catalogue }) => {
 *         const { source } = c.req.valid('param');
 *         const found = catalogue.sources.get(source);
 *         if (!found) throw new DomainError('not-found', `There is no source ${source}.`);
 *         return c.json(found, 200, { etag: versionTag(found) });
 *       },
 *     )
 *
 * `c` is Hono's context. What `c.req.valid` gives has been parsed by the schemas, and what `c.json` takes must fit the
 * schema of the answer with that status. Add the route to `routes.ts` or `readings.ts`, and its words to
 * `openapi/prose.json`; `npm run openapi` does the rest.
 */
export type Description = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{name}` for a parameter, as in OpenAPI. */
  path: `/${string}`;
  operationId: string;
  tag: string;
  /** The scope that a key needs; null if anyone may ask. */
  scope: Scope | null;
  params?: Parameters;
  query?: Parameters;
  /** A page rather than data, which answers whatever the query. */
  ignoresQuery?: true;
  body?: RouteBody;
  /** Bytes that the body may have; 64 KiB unless given. */
  largestBody?: number;
  /** Further request headers that it uses. */
  headers?: readonly ('if-match' | 'if-none-match' | 'idempotency-key')[];
  answers: Record<number, RouteAnswer>;
  /** Read units that an answer may cost if nothing of it is in memory; 2 unless given. */
  cost?: number;
  /**
   * It tells of every State, which is slow if the edition lacks it, so such questions are answered one at a
   * time.
   */
  isOfEveryone?: true;
  /** Refusals besides those that follow from the members above. */
  refusals?: readonly ErrorCode[];
};

/**
 * The limit for routes that record texts: 50,000 characters take 300,000 bytes if each is escaped, and twice that
 * as pairs of surrogates.
 */
export const largestText = 1024 * 1024;

export type Parameters = z.ZodObject | z.ZodLazy<z.ZodObject>;

/** A request's body, such as `json(Schema)` of `body.ts`: questions take none, so that file is not loaded with them. */
export type RouteBody<T extends object = object> = {
  schema: z.ZodType<T>;
  /** @throws DomainError if the body does not fit */
  read: (request: HonoRequest) => Promise<T>;
};

/** One success. Without a schema it has no body; `contentType` is JSON unless given. */
type RouteAnswer = { schema?: z.ZodType; contentType?: string };

/** What is known of parameters, by name. */
export const membersOf = (parameters: Parameters | undefined): z.ZodObject['shape'] =>
  (parameters && 'unwrap' in parameters ? parameters.unwrap() : parameters)?.shape ?? {};

/** What handlers find in `c.var`. */
export type Variables<Deps = ReadDeps, Caller = ApiKey | null> = {
  deps: Deps;
  /** The instant of the request, on which every part of the answer is based. */
  now: Instant;
  /** The key that let it in. */
  caller: Caller;
  /** The query's parameters as given, to be repeated in links. */
  given: Record<string, string>;
};

type Inferred<S> = S extends z.ZodType<infer T> | RouteBody<infer T> ? T : Record<never, never>;

type Env<D extends Partial<Description>, Deps> = {
  Bindings: Bindings;
  Variables: Variables<Deps, D['scope'] extends Scope ? ApiKey : null>;
};

type Validated<D extends Partial<Description>> = {
  out: { param: Inferred<D['params']>; query: Inferred<D['query']>; json: Inferred<D['body']> };
};

/** Text made beforehand from a value that fits the schema. */
export type Text<T> = string & { readonly of?: T };

export const jsonText = <T>(value: T): Text<T> => JSON.stringify(value);

declare const answered: unique symbol;

/** A response that keeps to a description; only the context's own methods make one. */
type RouteAnswered<D> = Response & { [answered]: D };

type Statuses<D extends Partial<Description>> = keyof D['answers'] & number;
type Value<D extends Partial<Description>, S extends Statuses<D>> = NonNullable<D['answers']>[S] extends {
  schema: z.ZodType<infer T>;
}
  ? T
  : never;
type Fields = Record<string, string>;

/** Hono's own methods, narrowed to what the description declares. */
type Answering<D extends Partial<Description>> = {
  json<S extends Statuses<D>>(value: Value<D, S>, status: S, headers?: Fields): RouteAnswered<D>;
  html<S extends Statuses<D>>(page: Value<D, S> & string, status: S, headers?: Fields): RouteAnswered<D>;
  /** Text made beforehand, or null for an answer without a body. */
  body<S extends Statuses<D>>(text: Text<Value<D, S>> | null, status: S, headers?: Fields): RouteAnswered<D>;
};

/** Hono's context of a request whose key and parts were checked by the route's description. */
export type RouteContext<D extends Partial<Description>, Deps = ApiDeps> = Omit<
  Context<Env<D, Deps>, string, Validated<D>>,
  keyof Answering<D> | 'text' | 'redirect' | 'newResponse' | 'render'
> &
  Answering<D>;

type Awaitable<T> = T | Promise<T>;

/**
 * The table forgets the types of contexts; the description guarantees them. `handle` is a method, because TypeScript
 * lets a method take a narrower parameter than it declares.
 */
export type Route = Description &
  (
    | { reads: false; handle(c: object): Awaitable<Response> }
    | { reads: 'record'; handle(c: object, snapshot: Snapshot): Awaitable<Response> }
    | { reads: 'feed'; handle(c: object, head: Head): Awaitable<Response> }
  );

export const route = <const D extends Description>(
  description: D,
  handle: (c: RouteContext<D>) => Awaitable<RouteAnswered<D>>,
): Route => ({ ...description, reads: false, handle });

type Question = Omit<Description, 'method' | 'scope'>;

/** A public question about the record, answered from one snapshot and remembered until the record moves. */
export const read = <const D extends Question>(
  description: D,
  handle: (c: RouteContext<D, ReadDeps>, snapshot: Snapshot) => Awaitable<RouteAnswered<D>>,
): Route => ({ ...description, method: 'GET', scope: null, reads: 'record', handle });

/** A public question about the feed, which reads only the head and the changes asked for. */
export const readFeed = <const D extends Question>(
  description: D,
  handle: (c: RouteContext<D, ReadDeps>, head: Head) => Awaitable<RouteAnswered<D>>,
): Route => ({ ...description, method: 'GET', scope: null, reads: 'feed', handle });

/** The path as Hono writes it. */
export const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');
