import type { MiddlewareHandler } from 'hono';
import { commonHeaders } from '../headers.ts';

/** Gives every answer the headers that it has not set itself. */
export const common: MiddlewareHandler = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(commonHeaders))
    if (!c.res.headers.has(name)) c.res.headers.set(name, value);
};
