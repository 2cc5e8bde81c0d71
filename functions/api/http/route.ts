import type * as z from 'zod';
import type { ApiKey, Scope } from '../../core/api-key.ts';
import type { Instant } from '../../core/calendar.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { Head } from '../../store/record/head.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { ApiDeps, ReadDeps } from '../deps.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type Parameters = z.ZodObject | z.ZodLazy<z.ZodObject>;

/** What is known of parameters, by name. */
export const membersOf = (parameters: Parameters | undefined): z.ZodObject['shape'] =>
  (parameters && 'unwrap' in parameters ? parameters.unwrap() : parameters)?.shape ?? {};

/** One success: without a schema it has no body. `contentType` is JSON unless said otherwise. */
export type Answer = { schema?: z.ZodType; contentType?: string };

/**
 * What a route says of itself: what the router, the parser, the key check and the OpenAPI document go by. Its words are
 * in `openapi/prose.json`, by its `operationId`: the function never needs them.
 */
export type Description = {
  method: Method;
  /** With `{name}` for a parameter, as OpenAPI writes it. */
  path: `/${string}`;
  operationId: string;
  tag: string;
  /** The scope that a key needs; null where anyone may ask. */
  scope: Scope | null;
  params?: Parameters;
  query?: Parameters;
  body?: z.ZodType;
  /** Names of further request headers that it heeds. */
  headers?: readonly ('if-match' | 'if-none-match' | 'idempotency-key')[];
  answers: Record<number, Answer>;
  /** Refusals beyond those that follow from the members above. */
  refusals?: readonly ErrorCode[];
};

/** Bytes made beforehand, of a value that fits the schema. */
export type Text<T> = string & { readonly of?: T };

export const textOf = <T>(value: T): Text<T> => JSON.stringify(value);

type Body<A> = A extends { schema: z.ZodType<infer T> } ? { body: T } | { text: Text<T> } : { body?: never };

type Statuses<D extends Pick<Description, 'answers'>> = keyof D['answers'] & number;

/** The status picks the answer whose schema the body must fit. */
type Handled<D extends Pick<Description, 'answers'>, S extends Statuses<D>> = {
  status: S;
  headers?: Record<string, string>;
} & Body<D['answers'][S]>;

type Awaitable<T> = T | Promise<T>;

export type Reply = { status: number; headers?: Record<string, string>; body?: unknown; text?: string };

type Read<S> = S extends z.ZodType<infer T> ? T : undefined;

/** A request that has been let in and parsed by what the route says of itself. */
export type Call<D extends Partial<Description> = Description, Deps extends ReadDeps = ApiDeps> = {
  deps: Deps;
  params: Read<D['params']>;
  query: Read<D['query']>;
  body: Read<D['body']>;
  caller: D['scope'] extends Scope ? ApiKey : null;
  now: Instant;
  path: string;
  /** The raw query, to be repeated in links. */
  search: string;
  header: (name: string) => string | undefined;
};

/** Called with what the description says; the table holds them without their types. */
export type Route = Description &
  (
    | { reads: false; handle(call: unknown): Awaitable<Reply> }
    | { reads: 'record'; handle(call: unknown, snapshot: Snapshot): Awaitable<Reply> }
    | { reads: 'feed'; handle(call: unknown, head: Head): Awaitable<Reply> }
  );

/** A route; what its handler gives back is checked against the schemas of its answers when compiled. */
export const route = <const D extends Description, S extends Statuses<D>>(
  description: D,
  handle: (call: Call<D>) => Awaitable<Handled<D, S>>,
): Route => ({ ...description, reads: false, handle: (call) => handle(call as Call<D>) });

type Reading = Omit<Description, 'method' | 'scope'>;

/** A public question to the record, answered from one snapshot: remembered until the record moves. */
export const read = <const D extends Reading, S extends Statuses<D>>(
  description: D,
  handle: (call: Call<D, ReadDeps>, snapshot: Snapshot) => Awaitable<Handled<D, S>>,
): Route => ({
  ...description,
  method: 'GET',
  scope: null,
  reads: 'record',
  handle: (call, snapshot) => handle(call as Call<D, ReadDeps>, snapshot),
});

/** A public question to the feed, which costs no more than the head and what is asked for. */
export const readFeed = <const D extends Reading, S extends Statuses<D>>(
  description: D,
  handle: (call: Call<D, ReadDeps>, head: Head) => Awaitable<Handled<D, S>>,
): Route => ({
  ...description,
  method: 'GET',
  scope: null,
  reads: 'feed',
  handle: (call, head) => handle(call as Call<D, ReadDeps>, head),
});
