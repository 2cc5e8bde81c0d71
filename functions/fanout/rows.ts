import type { Delivery } from '../core/webhook/delivery.ts';
import { ringFor } from '../lib/queues.ts';
import type { FanoutDeps } from './deps.ts';

type Deps = Pick<FanoutDeps, 'store' | 'queues' | 'log'>;

const perBatch = 50;
const batchesAtOnce = 2;

/**
 * Makes the rows that are not there yet and rings for each of those, in batches, so that the first are on their way
 * while the last are being made. A row whose doorbell is lost is found by the sweep, which looks at rows once when they
 * are a minute old.
 */
export async function createRows({ store, ...deps }: Deps, rows: readonly Delivery[]): Promise<number> {
  const ring = ringFor(deps);
  const batches = Array.from({ length: Math.ceil(rows.length / perBatch) }, (_, index) =>
    rows.slice(index * perBatch, (index + 1) * perBatch),
  ).values();
  let made = 0;
  const one = async () => {
    for (const batch of batches) {
      const fresh = await store.deliveries.createAll(batch);
      made += fresh.length;
      await ring(fresh);
    }
  };
  await Promise.all(Array.from({ length: batchesAtOnce }, one));
  return made;
}
