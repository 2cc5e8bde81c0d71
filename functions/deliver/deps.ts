import type { Log } from '../lib/log.ts';
import type { MasterSecret } from '../lib/master-secret.ts';
import type { Queues } from '../lib/queues.ts';
import type { WebhookStore } from '../store/webhooks.ts';
import type { Send } from './posting/send.ts';

/** What the sender of webhooks is made of. */
export type DeliverDeps = {
  store: WebhookStore;
  queues: Pick<Queues, 'deliver'>;
  /** The current instant, RFC 3339 UTC with milliseconds. */
  now: () => string;
  log: Log;
  /** Base of every address given out, without a trailing slash. */
  publicUrl: string;
  version: string;
  masterSecret: MasterSecret;
  /** Guarded: what it may reach is settled where it is made. */
  send: Send;
  /** 0 ≤ random < 1; for jitter. */
  random?: () => number;
  /** How long a record waits for others of its batch, milliseconds; 25 unless told. */
  hold?: number;
  /** After how many milliseconds without an answer a receiver counts as slow; 1,000 unless told. */
  tellSlowAfter?: number;
};
