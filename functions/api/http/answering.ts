import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { dayOf } from '../../core/calendar.ts';
import { DomainError } from '../../core/errors.ts';
import type { ReadDeps } from '../deps.ts';
import type { Answered } from './answer.ts';
import { askApp, createApp } from './app.ts';
import { incomingOf, resultOf } from './event.ts';
import { createFinder } from './finder.ts';
import { problemOf } from './problem.ts';
import { type Asked, createPublicReads } from './public-reads.ts';
import type { Route } from './route.ts';
import { crossOrigin } from './serve.ts';

export type Api = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

const methods = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** Answers events of an HTTP API (payload format 2.0) by a table of routes. */
export function createAnswering(deps: ReadDeps, table: readonly Route[]): Api {
  const finder = createFinder(table);
  const ask = createAsk(deps, table);
  const publicReads = createPublicReads(deps, (event) => ask(event, 'GET'));

  const answer = (event: APIGatewayProxyEventV2, method: string): Promise<Answered> => {
    if (!methods.has(method) || (event.body && !finder.allows(event.rawPath, method)))
      throw finder.refusal(event.rawPath, method);
    const isPublic = isRead(method) && event.headers.authorization === undefined && !event.body;
    if (!isPublic) return ask(event, method === 'HEAD' ? 'GET' : method).then((asked) => asked.answer);
    return publicReads(event, dayOf(deps.now()));
  };

  const refused = (error: unknown): Answered => {
    if (!(error instanceof DomainError)) deps.log.error('request failed', { error });
    return problemOf(error);
  };

  /** Any page may read why it may not have what anyone may. */
  const readable = (answered: Answered, path: string): Answered =>
    answered.status >= 400 && finder.isPublic(path)
      ? { ...answered, headers: { ...answered.headers, ...crossOrigin } }
      : answered;

  return async (event) => {
    const { method } = event.requestContext.http;
    let answered: Answered;
    try {
      answered = await answer(event, method);
    } catch (error) {
      answered = refused(error);
    }
    if (!isRead(method)) return resultOf(answered);
    const given = readable(answered, event.rawPath);
    return resultOf(method === 'HEAD' ? headOf(given) : given);
  };
}

/** What GET would answer, without its body but with its length (RFC 9110, section 8.6). */
const headOf = ({ status, headers, body }: Answered): Answered => ({
  status,
  headers: body ? { ...headers, 'content-length': String(Buffer.byteLength(body)) } : headers,
  body: '',
});

function createAsk(deps: ReadDeps, table: readonly Route[]) {
  const app = createApp(deps, table);
  return async (event: APIGatewayProxyEventV2, method: string): Promise<Asked> => {
    let state: string | null = null;
    const onRead = (at: string) => {
      state = at;
    };
    const answer = await askApp(app, incomingOf(event, method), onRead);
    return { answer, state };
  };
}
