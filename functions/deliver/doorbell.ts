import { type Instant, msBetween, second } from '../core/instant.ts';
import type { Delivery } from '../core/webhook/delivery.ts';
import { ringFor } from '../lib/queues.ts';
import type { DeliverDeps } from './deps.ts';

const longestDelay = 900;

type Bell = { at?: Instant | null; inTurn?: boolean };

/** Calls a sender for a delivery at an instant, at once where there is none; one that SQS cannot wait for is left to the sweep. */
export async function ring(
  deps: DeliverDeps,
  row: Pick<Delivery, 'subscription' | 'key'>,
  { at = null, inTurn = false }: Bell = {},
): Promise<void> {
  const delay = at === null ? 0 : Math.max(0, Math.ceil(msBetween(deps.now(), at) / second));
  if (delay <= longestDelay) await ringFor(deps)([row], { delay, inTurn });
}
