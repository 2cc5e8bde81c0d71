import type { Instant } from '../../core/instant.ts';
import type { Change } from '../../core/record/change.ts';
import { type Delivery, sequenceIn } from '../../core/webhook/delivery.ts';
import type { DeliverJob } from '../../lib/queues.ts';
import type { KnownSubscription } from '../../store/webhook/subscription-health.ts';
import type { WebhookStore } from '../../store/webhooks.ts';
import { createCache } from './cache.ts';

/** The body to send, and the instant at which its change was committed, if it is of a change. */
export type Content = { body: string; committedAt: Instant | null };

const keptContents = 64;

/** Keeps the contents of changes in memory, because each goes to many subscriptions. */
export function createContents({ changes, subscriptions }: Pick<WebhookStore, 'changes' | 'subscriptions'>) {
  const kept = createCache<Content>(keptContents);

  const read = async (sequence: number): Promise<Content> => {
    const change = await changes.get(sequence);
    if (!change) throw new Error(`there is no change ${sequence}`);
    return contentOf(change);
  };

  return {
    /** Reads the subscriptions of some jobs, by id, and in the same request the changes not in memory. */
    readWith: async (jobs: readonly DeliverJob[]): Promise<Map<string, KnownSubscription | Error>> => {
      const ids = new Set(jobs.map(({ subscription }) => subscription));
      const sequences = new Set(jobs.flatMap(({ delivery }) => sequenceIn(delivery) ?? []));
      const missing = [...sequences].filter((one) => !kept.has(String(one)));
      const { known, changes: found } = await subscriptions.getAll([...ids], missing);
      for (const change of found) await kept.of(String(change.sequence), async () => contentOf(change));
      return known;
    },
    /** Rejects if the body cannot be had, which is our own fault. */
    of: async ({ sequence, body }: Delivery): Promise<Content> => {
      if (body !== undefined) return { body, committedAt: null };
      if (sequence === null) throw new Error('a delivery has neither a body nor a change');
      return kept.of(String(sequence), () => read(sequence));
    },
  };
}

export type Contents = ReturnType<typeof createContents>;

const contentOf = ({ body, committedAt }: Change): Content => ({ body, committedAt });
