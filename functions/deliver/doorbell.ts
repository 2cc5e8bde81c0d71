import { type Instant, msBetween, second } from '../core/instant.ts';
import type { Delivery } from '../core/webhook/delivery.ts';
import type { DeliverDeps } from './deps.ts';

const longestDelay = 900;

/** Calls a sender for a delivery at an instant, if SQS can wait that long; rows are the truth, and the sweep sees to the rest. */
export async function ring(
  { queues, log, now }: DeliverDeps,
  { subscription, key }: Pick<Delivery, 'subscription' | 'key'>,
  at: Instant | null,
): Promise<void> {
  const wait = at === null ? 0 : Math.max(0, Math.ceil(msBetween(now(), at) / second));
  if (wait > longestDelay) return;
  try {
    await queues.deliver([{ subscription, delivery: key }], wait);
  } catch (error) {
    log.warn('doorbell not rung', { subscription, delivery: key, error });
  }
}
