/** Headers of every answer. JSON needs no content policy, but a browser may be tricked into rendering it. */
export const commonHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
} as const;

export const jsonType = 'application/json; charset=utf-8';

/**
 * Clients may keep the answer but must ask again each time, which the ETag makes cheap. Such answers are
 * remembered.
 */
export const publicCaching = 'public, no-cache';

/** For content that never changes at its address. */
export const forEver = 'public, max-age=31536000, immutable';
