import type { Store } from '../store/index.ts';
import type { ShardSearch } from '../store/webhook/deliveries/first-attempts.ts';

type Deps = { store: Pick<Store, 'firstAttempts'> };

/** Pages of members that one sweep searches in each shard; the next sweep continues. */
const pagesASweep = 25;

/**
 * Enters first attempts that no sender took within a minute into the due index, so that this sweep rings for
 * them.
 */
export const createFirstAttemptSearch =
  ({ store }: Deps) =>
  async (now: string): Promise<number> => {
    const shards = await store.firstAttempts.searches();
    const entered = await Promise.all(shards.map((shard) => searchThrough(store, shard, now)));
    return entered.reduce((sum, one) => sum + one, 0);
  };

async function searchThrough(
  { firstAttempts }: Deps['store'],
  shard: ShardSearch,
  now: string,
): Promise<number> {
  let entered = 0;
  let at: ShardSearch | null = shard;
  for (let page = 0; at && page < pagesASweep; page++) {
    const found: Awaited<ReturnType<typeof firstAttempts.searchOn>> = await firstAttempts.searchOn(at, now);
    entered += found.entered;
    at = found.next;
  }
  return entered;
}
