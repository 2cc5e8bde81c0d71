import { Hono } from 'hono/tiny';
import { DomainError } from '../core/errors.ts';
import { commonHeaders, toResponse } from './answer.ts';
import type { ApiDeps } from './deps.ts';
import { createFinder } from './finder.ts';
import { problemOf } from './problem.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';
import { createServe, type OnRead } from './serve.ts';

/** The router over the table of routes; every answer it gives to an error is a problem. */
export function createApp(deps: ApiDeps, table: readonly Route[] = routes) {
  const app = new Hono<{ Bindings: { onRead?: OnRead } }>();
  const serve = createServe(deps);
  const finder = createFinder(table);

  for (const route of table)
    app.on(route.method, honoPath(route.path), async ({ req, env }) =>
      toResponse(await serve(route, req.raw, req.param(), env?.onRead)),
    );

  app.options('*', ({ req }) => {
    const headers = { ...commonHeaders, ...finder.preflight(req.path) };
    return toResponse({ status: 204, headers, body: '' });
  });
  app.notFound(({ req }) => {
    throw finder.refusal(req.path, req.method);
  });
  app.onError((error) => {
    if (!(error instanceof DomainError)) deps.log.error('request failed', { error });
    return toResponse(problemOf(error));
  });
  return app;
}

const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');
