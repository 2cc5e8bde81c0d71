import type { Log } from '../lib/log.ts';
import type { MasterSecret } from '../lib/master-secret.ts';
import type { Queues } from '../lib/queues.ts';
import type { WebhookStore } from '../store/webhooks.ts';
import type { Send } from './posting/send.ts';

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
  /** Posts only where the policy that it was made with allows. */
  send: Send;
  /** 0 ≤ random < 1; for jitter. */
  random?: () => number;
  /** Milliseconds that a record waits for others of its batch; 25 by default. */
  hold?: number;
  /** Milliseconds without an answer after which a receiver counts as slow; 1,000 by default. */
  tellSlowAfter?: number;
};
