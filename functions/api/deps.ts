import type { Log } from '../lib/log.ts';
import type { Store } from '../store/index.ts';

/** What the API is made of; routes receive it with each call. */
export type ApiDeps = {
  store: Store;
  /** The current instant, RFC 3339 UTC with milliseconds. */
  now: () => string;
  log: Log;
  /** Base of every address given out, without a trailing slash. */
  publicUrl: string;
  version: string;
  /** Writes that one key may make: `perSecond` on average, `burst` at once. Counted per instance. */
  writeLimit?: { perSecond: number; burst: number };
};
