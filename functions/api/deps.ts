import type { ApiKey, Scope } from '../core/api-key.ts';
import type { Instant } from '../core/calendar.ts';
import { DomainError } from '../core/errors.ts';
import type { Change } from '../core/record/change.ts';
import type { AddressPolicy } from '../core/webhook/guard/address-policy.ts';
import type { Patience } from '../core/webhook/unanswered.ts';
import type { LoadingProgress } from '../lib/http/middleware/incomplete.ts';
import type { Limit } from '../lib/http/sharing/limiter.ts';
import type { Log } from '../lib/log.ts';
import type { MasterSecret } from '../lib/master-secret.ts';
import type { Queues } from '../lib/queues.ts';
import type { Editor } from '../store/editor.ts';
import type { Reader } from '../store/record/reader.ts';
import type { Texts } from './openapi/texts.ts';

/** What only holders of keys may do. */
export type Access = {
  /** The key that a request carries. @throws DomainError `unauthenticated` or `forbidden` */
  admit: (authorization: string | undefined, scope: Scope, now: Instant) => Promise<ApiKey>;
  /** Counts a write against the key's limit. @throws DomainError `too-many-requests` */
  limit: (key: ApiKey, now: Instant) => void;
  /** Counts a read that needs a key against its limit. @throws DomainError `too-many-requests` */
  limitReads: (key: ApiKey, now: Instant) => void;
  /** The changes after a sequence that a subscription of the caller's should have received. */
  owed: (
    asking: { authorization: string | undefined; now: Instant },
    subscription: string,
    after: number,
  ) => Promise<(change: Change) => boolean>;
};

/** What public answers are made from; routes receive it with each call. */
export type ReadDeps = {
  store: Reader;
  /** The current instant, RFC 3339 UTC with milliseconds. */
  now: () => string;
  log: Log;
  /** Base of every address given out, without a trailing slash. */
  publicUrl: string;
  /** The path under which requests come; that of `publicUrl` unless set. */
  basePath?: string | undefined;
  version: string;
  /** Says in a sentence what is wrong with the platform, or null. It is asked together with the head. */
  findTrouble?: () => Promise<string | null>;
  /** How far a load of the seeds has come; null if all of them are on record. */
  loading?: () => LoadingProgress | null;
  /** Absent if keys are not served. */
  access?: Access;
  /**
   * Read units a second that one client address may cost, per instance. Absent for no limit, as when
   * something in front hides the client.
   */
  clientLimit?: Limit | undefined;
};

export const keyNeeded = (): DomainError =>
  new DomainError('unauthenticated', 'A key is needed: Authorization: Bearer trt_….');

/** @throws DomainError `unauthenticated` if keys are not served */
export function accessOf({ access }: ReadDeps): Access {
  if (!access) throw keyNeeded();
  return access;
}

/** Everything that the whole API needs. */
export type ApiDeps = ReadDeps & {
  store: Editor;
  queues: Pick<Queues, 'deliver'>;
  /** The API's texts about itself. */
  texts: () => Promise<Texts>;
  /** Read only when signing keys or confirmation links are needed. */
  masterSecret: MasterSecret;
  /** The generation that new secrets derive from; the first unless given. */
  newestGeneration?: () => Promise<number>;
  /** Which URLs a subscription may have. */
  addressPolicy: AddressPolicy;
  /** Subscriptions that one registrable domain may have; 20 unless set. */
  perDomain?: number;
  /** Subscriptions that one owner may have; 200 unless set. */
  perOwner?: number;
  /** Subscriptions of one owner that may wait for their URL to answer; 20 unless set. */
  pendingPerOwner?: number;
  /** Unanswered verifications of a host or a domain after which the next ones wait. */
  patience?: Patience;
  /** Milliseconds that a test waits for its attempt. */
  longestWait?: number;
  /** Writes that one key may make, per instance: `perSecond` on average, `burst` at once. */
  writeLimit?: Limit;
  /** Reads that need a key which one key may make, per instance. */
  readLimit?: Limit;
};
