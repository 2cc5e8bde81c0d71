import type { ApiKey, Scope } from '../core/api-key.ts';
import type { Instant } from '../core/calendar.ts';
import { DomainError } from '../core/errors.ts';
import type { Change } from '../core/record/change.ts';
import type { Patience } from '../core/webhook/asking.ts';
import type { AddressPolicy } from '../core/webhook/guard/address-policy.ts';
import type { Limit } from '../lib/http/sharing/limiter.ts';
import type { Log } from '../lib/log.ts';
import type { MasterSecret } from '../lib/master-secret.ts';
import type { Queues } from '../lib/queues.ts';
import type { Store } from '../store/index.ts';
import type { Reader } from '../store/record/reader.ts';
import type { Texts } from './openapi/texts.ts';

/** What those who have a key may do besides. */
export type Access = {
  /** The key that a request carries. @throws DomainError `unauthenticated` or `forbidden` */
  admit: (authorization: string | undefined, scope: Scope, now: Instant) => Promise<ApiKey>;
  /** Counts a write. @throws DomainError `too-many-requests` */
  limit: (key: ApiKey, now: Instant) => void;
  /** Counts a read that needs a key. @throws DomainError `too-many-requests` */
  limitReads: (key: ApiKey, now: Instant) => void;
  /** Which changes after a sequence a subscription of the caller's should have received. */
  owed: (
    asking: { authorization: string | undefined; now: Instant },
    subscription: string,
    after: number,
  ) => Promise<(change: Change) => boolean>;
};

/** What answers are made of that anyone may have; routes receive it with each call. */
export type ReadDeps = {
  store: Reader;
  /** The current instant, RFC 3339 UTC with milliseconds. */
  now: () => string;
  log: Log;
  /** Base of every address given out, without a trailing slash. */
  publicUrl: string;
  /** Where requests come below; the path of `publicUrl` unless told. */
  basePath?: string | undefined;
  version: string;
  /** What is wrong with what it stands on, in a sentence; null where nothing is. Asked for beside a read of the head. */
  probe?: () => Promise<string | null>;
  /** Absent where nobody who has a key is answered. */
  access?: Access;
  /**
   * Read units a second that one client's questions may cost, by its address and per instance; no limit where absent, as
   * where something in front hides who asks.
   */
  clientLimit?: Limit | undefined;
};

export const keyNeeded = (): DomainError =>
  new DomainError('unauthenticated', 'A key is needed: Authorization: Bearer trt_….');

/** @throws DomainError `unauthenticated` where nobody who has a key is answered */
export function accessOf({ access }: ReadDeps): Access {
  if (!access) throw keyNeeded();
  return access;
}

/** What the whole API is made of. */
export type ApiDeps = ReadDeps & {
  store: Store;
  queues: Pick<Queues, 'deliver'>;
  /** What the API says of itself. */
  texts: () => Promise<Texts>;
  /** Read only where signing keys or confirm links are needed. */
  masterSecret: MasterSecret;
  /** Which generation of it new secrets derive from; the first, unless told. */
  newestGeneration?: () => Promise<number>;
  /** Which URLs a subscription may have. */
  addressPolicy: AddressPolicy;
  /** Subscriptions to one registrable domain; 20 unless the operator says otherwise. */
  perDomain?: number;
  /** Subscriptions that one owner may have; 200 unless told. */
  perOwner?: number;
  /** Of them those that wait for their URL to answer; 20 unless told. */
  pendingPerOwner?: number;
  /** Verifications that a host and a domain may leave unanswered before the next ones wait. */
  patience?: Patience;
  /** How far a load of the seeds has come in this process, while one is under way. */
  loading?: () => { done: number; of: number } | null;
  /** How long a test waits for its attempt, milliseconds. */
  longestWait?: number;
  /** Writes that one key may make: `perSecond` on average, `burst` at once. Counted per instance. */
  writeLimit?: Limit;
  /** Reads that one key may make of what needs one, likewise. */
  readLimit?: Limit;
};
