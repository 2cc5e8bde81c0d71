import type { MiddlewareHandler } from 'hono';
import { DomainError } from '../../../core/errors.ts';
import type { Bindings } from '../answering.ts';
import { requireBodyWithin } from '../event.ts';

/** Bytes that a body may have, unless its route says otherwise. */
export const largestRequestBody = 64 * 1024;

/**
 * Refuses a body with GET or HEAD, because its sender means another method.
 * @throws DomainError `malformed-request`, `payload-too-large`
 */
export const takeNoBodyToRead: MiddlewareHandler<{ Bindings: Bindings }> = async (c, next) => {
  const { event } = c.env;
  if (c.req.method === 'GET') requireBodyWithin(largestRequestBody, event);
  if (c.req.method === 'GET' && event.body)
    throw new DomainError('malformed-request', `A ${event.requestContext.http.method} takes no body.`);
  await next();
};
