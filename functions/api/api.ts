import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { dayOf } from '../core/calendar.ts';
import { DomainError } from '../core/errors.ts';
import { type Answered, commonHeaders } from './answer.ts';
import { createApp } from './app.ts';
import type { ApiDeps } from './deps.ts';
import { noneMatchNames, tagOf } from './etag.ts';
import { answerOf, requestOf, resultOf } from './event.ts';
import { createFinder } from './finder.ts';
import { createMemory, type Kept } from './memory.ts';
import { problemOf } from './problem.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';
import { crossOrigin, publicCaching } from './serve.ts';

export type Api = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

const memoryLimit = 48 * 1024 * 1024;

const methods = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * The API as a Lambda function behind an HTTP API. Public answers are remembered with the revision they were made
 * from, so that a read costs the head and a look-up until the record moves.
 */
export function createApi(deps: ApiDeps, table: readonly Route[] = routes): Api {
  const app = createApp(deps, table);
  const finder = createFinder(table);
  const memory = createMemory(memoryLimit);

  const ask = async (event: APIGatewayProxyEventV2, method: string, key: string): Promise<Kept> => {
    if (!methods.has(method)) throw finder.refusal(event.rawPath, method);
    let revision: number | null = null;
    const onRead = (at: number) => {
      revision = at;
    };
    const answer = await answerOf(await app.fetch(requestOf(event, method), { onRead }));
    return { revision, answer: tagged(answer, [deps.version, revision ?? answer.body, key]) };
  };

  const readPublic = async (event: APIGatewayProxyEventV2, key: string): Promise<Answered> => {
    const kept = memory.recall(key);
    if (kept?.revision === null) return kept.answer;
    const known = event.headers['if-none-match'];
    if (kept || known) {
      const { revision } = await deps.store.record.head();
      if (kept?.revision === revision) return kept.answer;
      const tag = tagOf(deps.version, revision, key);
      if (known && known !== '*' && noneMatchNames(known, tag)) return unchanged(tag);
    }
    const fresh = await ask(event, 'GET', key);
    if (isPublic(fresh.answer)) memory.keep(key, fresh);
    return fresh.answer;
  };

  const answer = async (event: APIGatewayProxyEventV2, method: string): Promise<Answered> => {
    const key = `${event.rawPath}?${event.rawQueryString}\n${dayOf(deps.now())}`;
    const isRead = method === 'GET' || method === 'HEAD';
    if (!isRead) return (await ask(event, method, key)).answer;
    const plain = event.headers.authorization === undefined && !event.body;
    const found = plain ? await readPublic(event, key) : (await ask(event, method, key)).answer;
    return conditional(found, event.headers['if-none-match']);
  };

  return async (event) => {
    const { method } = event.requestContext.http;
    try {
      const found = await answer(event, method);
      return resultOf(method === 'HEAD' ? { ...found, body: '' } : found);
    } catch (error) {
      if (!(error instanceof DomainError)) deps.log.error('request failed', { error });
      return resultOf(problemOf(error));
    }
  };
}

const isPublic = ({ status, headers }: Answered): boolean =>
  status === 200 && headers['cache-control'] === publicCaching;

/** A handler may have set a tag of its own: that of a version, for `If-Match`. */
const tagged = (answer: Answered, parts: (string | number)[]): Answered =>
  isPublic(answer) && !answer.headers.etag
    ? { ...answer, headers: { ...answer.headers, etag: tagOf(...parts) } }
    : answer;

function conditional(answer: Answered, ifNoneMatch: string | undefined): Answered {
  const tag = answer.headers.etag;
  return ifNoneMatch !== undefined && tag && answer.status === 200 && noneMatchNames(ifNoneMatch, tag)
    ? unchanged(tag)
    : answer;
}

const unchanged = (etag: string): Answered => ({
  status: 304,
  headers: { ...commonHeaders, ...crossOrigin, 'cache-control': publicCaching, etag },
  body: '',
});
