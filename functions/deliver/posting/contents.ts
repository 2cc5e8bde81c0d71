import type { Instant } from '../../core/instant.ts';
import type { Change } from '../../core/record/change.ts';
import { type Delivery, sequenceIn } from '../../core/webhook/delivery.ts';
import type { WebhookStore } from '../../store/webhooks.ts';
import { createCache } from './cache.ts';

/** Bytes to send, and for a change when it was committed. */
export type Content = { body: string; committedAt: Instant | null };

const keptContents = 64;

/** What an instance has of changes in memory: each goes to many subscriptions. */
export function createContents({ changes }: Pick<WebhookStore, 'changes'>) {
  const kept = createCache<Content>(keptContents);

  const read = async (sequence: number): Promise<Content> => {
    const change = await changes.get(sequence);
    if (!change) throw new Error(`there is no change ${sequence}`);
    return contentOf(change);
  };

  return {
    /** The changes, by their sequences, that some deliveries are about and that are still to be read. */
    missing: (keys: readonly string[]): number[] =>
      [...new Set(keys.flatMap((key) => sequenceIn(key) ?? []))].filter((one) => !kept.has(String(one))),
    keep: async (found: readonly Change[]): Promise<void> => {
      for (const change of found) await kept.of(String(change.sequence), async () => contentOf(change));
    },
    /** Rejects where the bytes cannot be had, which is no receiver's fault. */
    of: async ({ sequence, body }: Delivery): Promise<Content> => {
      if (body !== undefined) return { body, committedAt: null };
      if (sequence === null) throw new Error('a delivery has neither a body nor a change');
      return kept.of(String(sequence), () => read(sequence));
    },
  };
}

export type Contents = ReturnType<typeof createContents>;

const contentOf = ({ body, committedAt }: Change): Content => ({ body, committedAt });
