import { type Instant, msBetween, second } from '../core/instant.ts';
import type { Delivery } from '../core/webhook/delivery.ts';
import { ringFor } from '../lib/queues.ts';
import type { DeliverDeps } from './deps.ts';

const longestDelay = 900;

type Bell = { at?: Instant | null; inTurn?: boolean };

/**
 * Rings for a delivery at an instant, or at once without one. The sweep rings for what is due later than the
 * 900 s that SQS can delay a message.
 */
export async function ringAt(
  deps: DeliverDeps,
  row: Pick<Delivery, 'subscription' | 'key'>,
  { at = null, inTurn = false }: Bell = {},
): Promise<void> {
  const delay = at === null ? 0 : Math.max(0, Math.ceil(msBetween(deps.now(), at) / second));
  if (delay <= longestDelay) await ringFor(deps)([row], { delay, inTurn });
}
