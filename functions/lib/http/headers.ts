/** On every answer. JSON needs no content policy of its own, but a browser may be made to render it. */
export const commonHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
} as const;

export const jsonType = 'application/json; charset=utf-8';

/**
 * Clients may keep the answer and must ask again each time, which the ETag makes cheap. Such answers are remembered.
 */
export const publicCaching = 'public, no-cache';

/** For what never changes at its address: other content has another address. */
export const forEver = 'public, max-age=31536000, immutable';
