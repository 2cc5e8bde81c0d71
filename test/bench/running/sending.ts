import type { SQSEvent } from 'aws-lambda';
import type { Delivery } from '../../../functions/core/webhook/delivery.ts';
import { loopbackAllowed } from '../../../functions/core/webhook/guard/address-policy.ts';
import { subscriptionFrom } from '../../../functions/core/webhook/subscribing.ts';
import type { Subscription } from '../../../functions/core/webhook/subscription.ts';
import { createDeliver } from '../../../functions/deliver/deliver.ts';
import { resolveInDns } from '../../../functions/deliver/posting/resolver.ts';
import { createSend } from '../../../functions/deliver/posting/send.ts';
import { createLog } from '../../../functions/lib/log.ts';
import type { Store } from '../../../functions/store/index.ts';
import { shardOf } from '../../../functions/store/webhook/subscription-item.ts';
import { unsealed } from '../../support/sealing.ts';

export const master = Buffer.alloc(32, 7);
export const instant = () => new Date().toISOString();

/** Items a second, taken in steps of `count`, several steps at once. */
export async function rate<T>(
  items: readonly T[],
  size: number,
  steps: number,
  step: (some: T[]) => Promise<unknown> | undefined,
): Promise<number> {
  const from = performance.now();
  const rest = Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  ).values();
  const one = async () => {
    for (const some of rest) await step(some);
  };
  await Promise.all(Array.from({ length: steps }, one));
  return (items.length * 1000) / (performance.now() - from);
}

/** The sending function in this process, asked for deliveries on record. */
export function sender(store: Store): (rows: Delivery[]) => Promise<void> {
  const send = createSend({ policy: loopbackAllowed(), resolve: resolveInDns });
  const handler = createDeliver({
    store,
    queues: { deliver: async () => undefined },
    now: instant,
    log: createLog({ write: () => undefined }),
    publicUrl: 'http://127.0.0.1',
    version: '0.0.0',
    masterSecret: async () => master,
    send,
  });
  return async (rows) => {
    const records = rows.map(({ subscription, key }) => ({
      messageId: key,
      body: JSON.stringify({ subscription, delivery: key }),
    }));
    const { batchItemFailures } = await handler({ Records: records } as SQSEvent);
    const [failed] = batchItemFailures;
    if (failed) throw new Error(`${failed.itemIdentifier} could not be attempted`);
  };
}

/** A subscription that is verified already. */
export async function subscribe(store: Store, url: string): Promise<Subscription> {
  const id = store.newId('sub');
  const now = instant();
  const made = { id, owner: 'bench', shard: shardOf(id), challengeHash: 'x', issue: unsealed, now };
  const subscription: Subscription = {
    ...subscriptionFrom({ url, filter: {} }, made),
    status: 'active',
    challengeHash: null,
    verifiedAt: now,
    receivesAfter: 0,
  };
  await store.subscriptions.add(subscription, 1000);
  return subscription;
}
