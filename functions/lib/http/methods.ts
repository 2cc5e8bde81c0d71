import type { Hono, MiddlewareHandler } from 'hono';
import { DomainError } from '../../core/errors.ts';

export type Routed = Pick<Hono, 'router'>;

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * The path of the route that answers a method at `path`, as the router has it. Middleware does not count, because it is
 * for all methods.
 */
export const routedAt = ({ router }: Routed, method: string, path: string): string | undefined =>
  router.match(method, path)[0].find(([[, route]]) => route.method === method)?.[0][1].path;

/** The methods that the router has at a path; none if there is no such path. */
export function allowedAt(app: Routed, path: string): string[] {
  const found = methods.filter((method) => routedAt(app, method, path) !== undefined);
  const headed = found[0] === 'GET' ? ['GET', 'HEAD', ...found.slice(1)] : found;
  return found.length > 0 ? [...headed, 'OPTIONS'] : [];
}

/** Says why no route fits: the path does not exist, or it has other methods, which `allow` lists. */
export function missingAt(app: Routed, path: string, method: string): DomainError {
  const allow = allowedAt(app, path).join(', ');
  return allow
    ? new DomainError('method-not-allowed', `${method} is not allowed here; use ${allow}.`, { allow })
    : nothingAt(path);
}

export const nothingAt = (path: string): DomainError =>
  new DomainError('not-found', `There is nothing at ${path.slice(0, 200)}; GET / says where to begin.`);

/** Lists a path's methods in every answer to OPTIONS, and refuses OPTIONS for a path that does not exist. */
export const listsMethods =
  (app: Routed): MiddlewareHandler =>
  async (c, next) => {
    if (c.req.method === 'OPTIONS') {
      const allowed = allowedAt(app, c.req.path);
      if (allowed.length === 0) throw nothingAt(c.req.path);
      c.header('allow', allowed.join(', '));
      c.header('cache-control', 'no-store');
    }
    await next();
  };
