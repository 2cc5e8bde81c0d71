import type { Delivery } from '../core/webhook/delivery.ts';
import { ringFor } from '../lib/queues.ts';
import type { FanoutDeps } from './fanout.ts';

type Deps = Pick<FanoutDeps, 'store' | 'queues' | 'log'>;

const atOnce = 25;

/**
 * Makes the rows that are not there yet and rings for each of those, in batches, so that the first are on their way
 * while the last are being made. A row whose doorbell is lost is due, and the sweep finds it.
 */
export async function createRows(deps: Deps, rows: readonly Delivery[]): Promise<number> {
  const ring = ringFor(deps);
  let made = 0;
  let ringing = Promise.resolve();
  for (let from = 0; from < rows.length; from += atOnce) {
    const batch = rows.slice(from, from + atOnce);
    const isMade = await Promise.all(batch.map((row) => deps.store.deliveries.create(row)));
    const fresh = batch.filter((_, index) => isMade[index]);
    made += fresh.length;
    await ringing;
    ringing = ring(fresh);
  }
  await ringing;
  return made;
}
