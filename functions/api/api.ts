import { accessTo } from './access.ts';
import type { ApiDeps } from './deps.ts';
import { type Api, createAnswering } from './http/answering.ts';
import type { Route } from './http/route.ts';
import { routes } from './routes.ts';

export type { Api };

/** The whole API as a Lambda function behind an HTTP API (payload format 2.0). */
export const createApi = (deps: ApiDeps, table: readonly Route[] = routes): Api =>
  createAnswering({ ...deps, access: accessTo(deps) }, table);
