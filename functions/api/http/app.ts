import { Hono } from 'hono/tiny';
import { DomainError } from '../../core/errors.ts';
import type { ReadDeps } from '../deps.ts';
import { type Answered, commonHeaders } from './answer.ts';
import type { Incoming } from './event.ts';
import { createFinder } from './finder.ts';
import { problemOf } from './problem.ts';
import type { Route } from './route.ts';
import { createServe, type OnRead } from './serve.ts';

type App = Hono<{ Bindings: { onRead: OnRead } }>;

/**
 * The router over the table of routes; every answer it gives to an error is a problem. Hono reads a request's method
 * and address, and hands on whatever a handler returns: with our own plain requests and answers Node never loads its
 * web classes, which takes as long as loading the SDK (20 of 117 ms of a cold start).
 */
export function createApp(deps: ReadDeps, table: readonly Route[]): App {
  const app: App = new Hono();
  const serve = createServe(deps);
  const finder = createFinder(table);

  for (const route of table)
    app.on(route.method, honoPath(route.path), async ({ req, env }) =>
      asResponse(await serve(route, asIncoming(req.raw), req.param(), env.onRead)),
    );

  app.options('*', ({ req }) => {
    const headers = { ...commonHeaders, ...finder.preflight(req.path) };
    return asResponse({ status: 204, headers, body: '' });
  });
  app.notFound(({ req }) => {
    throw finder.refusal(req.path, req.method);
  });
  app.onError((error) => {
    if (!(error instanceof DomainError)) deps.log.error('request failed', { error });
    return asResponse(problemOf(error));
  });
  return app;
}

/** What the app answers; `onRead` is told of the state of the record that the answer is made from. */
export const askApp = async (app: App, request: Incoming, onRead: OnRead): Promise<Answered> =>
  asAnswered(await app.fetch(asRequest(request), { onRead }));

const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const asRequest = (incoming: Incoming): Request => incoming as unknown as Request;
const asIncoming = (request: Request): Incoming => request as unknown as Incoming;
const asResponse = (answered: Answered): Response => answered as unknown as Response;
const asAnswered = (response: Response): Answered => response as unknown as Answered;
