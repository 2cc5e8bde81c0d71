import type { HttpFunction } from '../lib/http/answering.ts';
import { below } from '../lib/http/base-path.ts';
import { accessTo } from './access.ts';
import type { ApiDeps } from './deps.ts';
import { answerBy } from './http/app.ts';
import type { Route } from './http/route.ts';
import { routes } from './routes.ts';

/** The whole API as a Lambda function behind an HTTP API (payload format 2.0). */
export const createApi = (deps: ApiDeps, table: readonly Route[] = routes): HttpFunction =>
  below(deps, answerBy({ ...deps, access: accessTo(deps) }, table));
