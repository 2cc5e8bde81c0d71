import type { Log } from '../lib/log.ts';
import type { Queues } from '../lib/queues.ts';
import type { WebhookStore } from '../store/webhooks.ts';

export type FanoutDeps = {
  store: Pick<WebhookStore, 'fanout' | 'changes' | 'subscriptions' | 'deliveries'>;
  queues: Queues;
  now: () => string;
  log: Log;
  /** Members and changes that one job takes; the production numbers by default. */
  atOnce?: { members: number; changes: number };
};
