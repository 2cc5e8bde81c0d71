import type { Hono, MiddlewareHandler } from 'hono';
import { DomainError } from '../../core/errors.ts';

export type Routed = Pick<Hono, 'router'>;

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What a path allows, as the router has it; nothing where there is no such path. Middleware is for all methods. */
export function allowedAt({ router }: Routed, path: string): string[] {
  const found = methods.filter((method) =>
    router.match(method, path)[0].some(([[, route]]) => route.method === method),
  );
  const headed = found[0] === 'GET' ? ['GET', 'HEAD', ...found.slice(1)] : found;
  return found.length > 0 ? [...headed, 'OPTIONS'] : [];
}

/** Why there is no route for a request: the path is not there, or has other methods, which `allow` lists. */
export function missingAt(app: Routed, path: string, method: string): DomainError {
  const allow = allowedAt(app, path).join(', ');
  return allow
    ? new DomainError('method-not-allowed', `${method} is not possible here; ${allow} are.`, { allow })
    : nothingAt(path);
}

export const nothingAt = (path: string): DomainError =>
  new DomainError('not-found', `There is nothing at ${path.slice(0, 200)}; GET / says where to begin.`);

/** Says in every answer to OPTIONS what its path allows, and refuses one for a path that leads nowhere. */
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
