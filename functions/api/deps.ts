import type { AddressPolicy } from '../core/webhook/address-policy.ts';
import type { Log } from '../lib/log.ts';
import type { MasterSecret } from '../lib/master-secret.ts';
import type { Queues } from '../lib/queues.ts';
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
  queues: Pick<Queues, 'deliver'>;
  /** Read only where signing keys or confirm links are needed. */
  masterSecret: MasterSecret;
  /** Which generation of it new secrets derive from; the first, unless told. */
  newestGeneration?: () => Promise<number>;
  /** Which URLs a subscription may have. */
  addressPolicy: AddressPolicy;
  /** Subscriptions to one registrable domain; 20 unless the operator says otherwise. */
  perDomain?: number;
  /** How long a test waits for its attempt, milliseconds. */
  longestWait?: number;
  /** Writes that one key may make: `perSecond` on average, `burst` at once. Counted per instance. */
  writeLimit?: { perSecond: number; burst: number };
};
