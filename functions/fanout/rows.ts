import type { Delivery } from '../core/webhook/delivery.ts';
import { ringFor } from '../lib/queues.ts';
import type { FanoutDeps } from './deps.ts';

type Deps = Pick<FanoutDeps, 'store' | 'queues' | 'log'>;

const perBatch = 50;
const batchesAtOnce = 2;

/**
 * Makes the missing rows and rings for each, in batches, so that the first go out while the last are being
 * made. The sweep finds a row whose doorbell was lost, because it looks at every row once, a minute after its
 * change.
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
