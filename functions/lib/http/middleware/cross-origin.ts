import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';

/** Request headers that clients, tracing and frameworks set by habit; none carries a key. */
const habitual = [
  ...['accept', 'accept-language', 'cache-control', 'content-type', 'if-modified-since', 'if-none-match'],
  ...['pragma', 'range', 'user-agent', 'x-requested-with', 'x-client-version', 'x-csrf-token'],
  ...['request-id', 'x-request-id', 'x-correlation-id', 'traceparent', 'tracestate', 'baggage', 'b3'],
  ...['x-b3-traceid', 'x-b3-spanid', 'x-b3-parentspanid', 'x-b3-sampled', 'x-amzn-trace-id', 'sentry-trace'],
  ...[
    'newrelic',
    'x-datadog-trace-id',
    'x-datadog-parent-id',
    'x-datadog-sampling-priority',
    'x-datadog-origin',
  ],
];

/**
 * Lets any page read what anyone may read, refusals too, whatever headers it sends except a key. `*` stands
 * for all others (Fetch, section 4.9), but older browsers do not know it, so the habitual ones are listed.
 */
const openReads = cors({
  origin: '*',
  allowMethods: ['GET, HEAD'],
  allowHeaders: ['*', ...habitual],
  exposeHeaders: ['etag, link, record-incomplete'],
  maxAge: 86_400,
});

export const readableAnywhere: MiddlewareHandler = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'OPTIONS') return openReads(c, next);
  await next();
};
