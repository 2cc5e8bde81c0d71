import type { Context } from 'hono';
import { publicCaching } from './headers.ts';
import { allowedAt, type Routed } from './methods.ts';

/** Sends whoever reads to the path as we spell it, with the same query, from wherever they came. */
export function moved(c: Context, path: string): Response {
  const { search } = new URL(c.req.url);
  const headers = { location: `${path}${search}`, 'cache-control': publicCaching };
  return c.body(null, 308, { ...headers, 'access-control-allow-origin': '*' });
}

/** The path without the slashes that it ends with, where there is something to read. */
export function withoutSlash(app: Routed, { req }: Context): string | undefined {
  const path = req.path.replace(/\/+$/, '') || '/';
  const isThere = path !== req.path && req.method === 'GET' && allowedAt(app, path)[0] === 'GET';
  return isThere ? path : undefined;
}
