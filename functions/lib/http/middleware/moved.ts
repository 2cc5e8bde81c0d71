import type { Context, MiddlewareHandler } from 'hono';
import { DomainError } from '../../../core/errors.ts';
import { publicCaching } from '../headers.ts';
import { allowedAt, nothingAt, type Routed } from '../methods.ts';

/** Redirects a reader to our spelling of the path, with the same query. */
export function moved(c: Context, path: string): Response {
  const { search } = new URL(c.req.url);
  const headers = { location: `${path}${search}`, 'cache-control': publicCaching };
  return c.body(null, 308, { ...headers, 'access-control-allow-origin': '*' });
}

/** No path but the first ends with a slash, so a reader is redirected and a writer is told. */
export const withoutSlash =
  (app: Routed): MiddlewareHandler =>
  async (c, next) => {
    const { path, method } = c.req;
    if (path === '/' || !path.endsWith('/')) return next();
    const meant = path.replace(/(?<!\/)\/+$/, '') || '/';
    const allowed = allowedAt(app, meant);
    if (method === 'GET' && allowed[0] === 'GET') return moved(c, meant);
    if (!allowed.includes(method)) throw nothingAt(path);
    throw new DomainError('not-found', `There is nothing at ${path}. Perhaps ${meant} is meant.`);
  };
