import type { Limit } from '../lib/http/sharing/limiter.ts';
import type { Log } from '../lib/log.ts';
import type { Reader } from '../store/record/reader.ts';

export type LoadingProgress = { done: number; of: number };

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
  /** How far this process has come in loading the record; null or absent if it is not loading. */
  loading?: (() => LoadingProgress | null) | undefined;
  /** Read units a second that one client address may cost, per instance; absent for no limit. */
  clientLimit?: Limit | undefined;
};
