import type { Limit } from '../lib/http/sharing/limiter.ts';
import type { Log } from '../lib/log.ts';
import type { Reader } from '../store/record/reader.ts';

/** What pages are made of. */
export type PagesDeps = {
  store: Reader;
  /** The current instant, RFC 3339 UTC with milliseconds. */
  now: () => string;
  log: Log;
  /** Base of every address given out, without a trailing slash. */
  publicUrl: string;
  /** Where requests come below; the path of `publicUrl` unless told. */
  basePath?: string | undefined;
  version: string;
  /** Read units a second that one client's pages may cost, by its address and per instance; no limit where absent. */
  clientLimit?: Limit | undefined;
};
