/** On every answer. JSON needs no content policy of its own, but a browser may be made to render it. */
export const commonHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
} as const;

export const jsonType = 'application/json; charset=utf-8';

/** To be kept, but asked for again each time: the ETag makes that cheap. Answers that say so are remembered. */
export const publicCaching = 'public, no-cache';

/** Of what is at its address for ever: another content has another address. */
export const forEver = 'public, max-age=31536000, immutable';
