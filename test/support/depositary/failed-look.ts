type Failed = { instrument: string; why: string; isLayout: boolean; at?: string };

/** A first look at a document, which failed. */
export const aFailedLook = ({ instrument, why, isLayout, at = '2023-01-06T10:30:00.000Z' }: Failed) => ({
  instrument,
  url: 'https://treaties.un.org/',
  askedAt: at,
  readAt: null,
  statusAsAt: null,
  sha256: null,
  etag: null,
  lastModified: null,
  failures: 1,
  failingSince: at,
  failure: { at, why, isLayout },
  dueAt: '2023-01-06T11:40:00.000Z',
});
