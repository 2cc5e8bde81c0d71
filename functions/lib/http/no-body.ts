import type { MiddlewareHandler } from 'hono';
import { DomainError } from '../../core/errors.ts';
import type { Bindings } from './answering.ts';
import { requireBodyWithin } from './event.ts';

/** The most that a body may have, in bytes, where a route does not say otherwise. */
export const largestBody = 64 * 1024;

/**
 * A GET or HEAD has no body: whoever sends one means another method.
 * @throws DomainError `malformed-request`, `payload-too-large`
 */
export const takeNoBodyToRead: MiddlewareHandler<{ Bindings: Bindings }> = async (c, next) => {
  const { event } = c.env;
  if (c.req.method === 'GET') requireBodyWithin(largestBody, event);
  if (c.req.method === 'GET' && event.body)
    throw new DomainError('malformed-request', `A ${event.requestContext.http.method} takes no body.`);
  await next();
};
