import type { MiddlewareHandler } from 'hono';
import { allowedAt, type Routed } from '../../lib/http/methods.ts';
import { moved } from '../../lib/http/middleware/moved.ts';

/** Redirects to our spelling of a page: States' codes in capitals, everything else in small letters. */
export const redirectToSpelling =
  (app: Routed): MiddlewareHandler =>
  async (c, next) => {
    const { method, path } = c.req;
    const meant = spelt(path);
    if (method !== 'GET' || meant === path || path.startsWith('/assets/')) return next();
    const isOurs = ofApi.test(meant) || allowedAt(app, meant).length > 0;
    return isOurs ? moved(c, meant) : next();
  };

const ofApi = /^\/(v1|problems|openapi\.json|docs|health)(\/|$)/;

function spelt(path: string): string {
  if (/^\/v1(\/|$)/i.test(path)) return path.replace(/^\/v1/i, '/v1');
  return path
    .toLowerCase()
    .replace(/^\/(en|zh|fr)-[a-z]+(?=\/|$)/, '/$1')
    .replace(/(?<=\/states\/)[a-z]+(?=[./]|$)/, (code) => code.toUpperCase());
}
