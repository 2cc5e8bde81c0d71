import type { APIGatewayProxyEventV2 as Event } from 'aws-lambda';
import type { Hono } from 'hono';
import { dayOf } from '../../core/calendar.ts';
import { entityTag, noneMatchNames } from './etag.ts';
import { type Answered, answeredBy, requestOf } from './event.ts';
import { forEver, publicCaching } from './headers.ts';
import { createMemory, type KeptAnswer } from './memory.ts';
import { allowedAt, missingAt } from './methods.ts';
import { full } from './sharing/gate.ts';
import { withoutTrackers } from './trackers.ts';

/** A Lambda function behind an HTTP API (payload format 2.0). */
export type HttpFunction = (event: Event) => Promise<Answered>;

/**
 * What the app finds in `c.env`. A handler must tell `onRead` the stamp of the record that its answer is made
 * from.
 */
export type Bindings = { event: Event; onRead: (stamp: string) => void };

type AnsweringSettings = {
  app: Pick<Hono<{ Bindings: Bindings }>, 'fetch' | 'router'>;
  /** Names the present state of the record: one read of the head. */
  stamp: () => Promise<string>;
  now: () => string;
  /** The program's version, because another one may answer otherwise. */
  version: string;
  /** Answers an event that could not become a request. */
  refused: (error: unknown) => Response;
  /** Whether to refuse a question that memory cannot answer, before any work is done on it. */
  isTooMuch?: (event: Event) => boolean;
  /** Brings a question into one form, so that it is remembered once. */
  inOneForm?: (event: Event) => Event;
};

const methods = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Makes a Lambda function of a Hono app. Answers with status 200 and `publicCaching` or `forEver` are
 * remembered, and repeated while the record stands without making a request for the app.
 */
export function answering({
  app,
  refused,
  isTooMuch,
  inOneForm = (event) => event,
  ...settings
}: AnsweringSettings): HttpFunction {
  const sendAway = sendingAway(refused);
  const ask = async (event: Event, method: string): Promise<Stamped> => {
    let stamp: string | null = null;
    const onRead = (at: string) => {
      stamp = at;
    };
    const answer = await answeredBy(await app.fetch(requestOf(event, method), { event, onRead }));
    return { answer, stamp };
  };
  const remembered = remembering(settings, async (event) =>
    isTooMuch?.(event) ? { answer: await sendAway(), stamp: null } : ask(event, 'GET'),
  );

  const answer = async (event: Event, method: string): Promise<Answered> => {
    if (!methods.has(method) || (event.body && !allowedAt(app, event.rawPath).includes(method)))
      throw missingAt(app, event.rawPath, method);
    const isRead = method === 'GET' || method === 'HEAD';
    if (isRead && event.headers.authorization === undefined && !event.body)
      return remembered(inOneForm(event));
    return (await ask(event, isRead ? 'GET' : method)).answer;
  };

  return async (given) => {
    const event = { ...given, rawQueryString: withoutTrackers(given.rawQueryString) };
    const { method } = event.requestContext.http;
    return answer(event, method).catch((error: unknown) => answeredBy(refused(error)));
  };
}

/** Answers HEAD with GET's final answer, compressed or not, without its body. */
export function answeringHead(answer: HttpFunction): HttpFunction {
  return async (event) => {
    const answered = await answer(event);
    return event.requestContext.http.method === 'HEAD' ? headOf(answered) : answered;
  };
}

/** Makes the refusal once, because clients that ignore it come back at once and in crowds. */
function sendingAway(refused: AnsweringSettings['refused']): () => Promise<Answered> {
  let made: Promise<Answered> | undefined;
  return () => {
    made ??= answeredBy(refused(full())).then(({ headers, ...answered }) => ({
      ...answered,
      headers: { ...headers, 'access-control-allow-origin': '*' },
    }));
    return made;
  };
}

/** GET's answer without its body, but with its length (RFC 9110, section 8.6). */
function headOf(answered: Answered): Answered {
  const { body, isBase64Encoded: _, ...rest } = answered;
  const headers = body ? { ...rest.headers, 'content-length': lengthOf(answered) } : rest.headers;
  return { ...rest, headers, body: '' };
}

const lengthOf = ({ body, isBase64Encoded }: Answered): string =>
  String(Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8'));

/** The app's answer, and the stamp of the record that it was made from, if any. */
type Stamped = { answer: Answered; stamp: string | null };

type Today = { day: string; memory: ReturnType<typeof createMemory> };

const memoryLimit = 48 * 1024 * 1024;

/**
 * Remembers answers. A public answer depends on the record, the question and the day alone, so with the
 * record's stamp it costs a read of the head and a look-up. A path that decodes to one with `?` has no route,
 * so it cannot be mistaken for a query.
 */
function remembering(
  { stamp, now, version }: Pick<AnsweringSettings, 'stamp' | 'now' | 'version'>,
  ask: (event: Event) => Promise<Stamped>,
) {
  let today: Today = { day: '', memory: createMemory(memoryLimit) };

  const askAnew = async (event: Event, key: string, { day, memory }: Today): Promise<Answered> => {
    const { answer, stamp } = await ask(event);
    if (!isKept(answer)) return answer;
    const etag = answer.headers.etag ?? entityTag(version, stamp ?? answer.body, key, day);
    const tagged = { ...answer, headers: { ...answer.headers, etag, 'content-length': lengthOf(answer) } };
    memory.keep(key, { stamp, answer: tagged, unchanged: unchanged(etag, answer.headers['cache-control']) });
    return tagged;
  };

  return async (event: Event): Promise<Answered> => {
    const day = dayOf(now());
    if (today.day !== day) today = { day, memory: createMemory(memoryLimit) };
    const asked = today;
    const { rawPath, rawQueryString } = event;
    if (rawPath.includes('?')) return (await ask(event)).answer;
    const key = rawQueryString ? `${rawPath}?${rawQueryString}` : rawPath;
    const kept = asked.memory.recall(key);
    const known = event.headers['if-none-match'];
    if (kept?.stamp === null) return recalled(kept, known);
    if (kept || known) {
      const current = await stamp();
      if (kept?.stamp === current) return recalled(kept, known);
      const tag = entityTag(version, current, key, day);
      if (known && known !== '*' && noneMatchNames(known, tag)) return unchanged(tag);
    }
    return conditional(await askAnew(event, key, asked), known);
  };
}

const keptCachings: readonly (string | undefined)[] = [publicCaching, forEver];

const isKept = ({ statusCode, headers }: Answered): boolean =>
  statusCode === 200 && keptCachings.includes(headers['cache-control']) && headers.vary === undefined;

function recalled({ answer, unchanged }: KeptAnswer, ifNoneMatch: string | undefined): Answered {
  const { etag } = unchanged.headers;
  return ifNoneMatch && etag && noneMatchNames(ifNoneMatch, etag) ? unchanged : answer;
}

function conditional(answer: Answered, ifNoneMatch: string | undefined): Answered {
  const { etag, 'cache-control': caching } = answer.headers;
  return ifNoneMatch && etag && noneMatchNames(ifNoneMatch, etag) ? unchanged(etag, caching) : answer;
}

/**
 * The 304. It repeats only headers that a client needs of it (RFC 9110, section 15.4.5), among them those
 * that pages of other origins may read; leave to read the answer itself is checked on every response (Fetch,
 * section 4.10).
 */
const unchanged = (etag: string, caching: string = publicCaching): Answered => ({
  statusCode: 304,
  headers: { 'access-control-allow-origin': '*', 'cache-control': caching, etag },
  body: '',
});
