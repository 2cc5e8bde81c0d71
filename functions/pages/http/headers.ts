import type { MiddlewareHandler } from 'hono';
import { commonHeaders } from '../../lib/http/headers.ts';

/** Allows only our own files, and no style or script within a page. */
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const pageHeaders = { ...commonHeaders, 'content-security-policy': policy };

/** Gives an answer the headers of a page. */
export const asPage: MiddlewareHandler = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(pageHeaders))
    if (!c.res.headers.has(name)) c.res.headers.set(name, value);
};
