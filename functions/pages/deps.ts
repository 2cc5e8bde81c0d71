import type { LoadingProgress } from '../lib/http/middleware/incomplete.ts';
import type { Limit } from '../lib/http/sharing/limiter.ts';
import type { Log } from '../lib/log.ts';
import type { Reader } from '../store/record/reader.ts';

/** Everything that pages need. */
export type PagesDeps = {
  store: Reader;
  /** The current instant, RFC 3339 UTC with milliseconds. */
  now: () => string;
  log: Log;
  /** Base of every address given out, without a trailing slash. */
  publicUrl: string;
  /** The path under which requests come; that of `publicUrl` unless set. */
  basePath?: string | undefined;
  version: string;
  /** How far the load of the record has come; null or absent if all of it is there. */
  loading?: (() => LoadingProgress | null) | undefined;
  /** Read units a second that one client address may cost, per instance; absent for no limit. */
  clientLimit?: Limit | undefined;
};
