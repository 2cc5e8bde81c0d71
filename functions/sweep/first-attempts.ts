import type { Store } from '../store/index.ts';
import type { ShardLook } from '../store/webhook/deliveries/first-attempts.ts';

type Deps = { store: Pick<Store, 'firstAttempts'> };

/** Pages of members that one sweep looks at in each shard; the next sweep continues. */
const pagesASweep = 25;

/**
 * Enters first attempts that no sender took within a minute into the due index, so that this sweep rings for
 * them.
 */
export const createFirstAttempts =
  ({ store }: Deps) =>
  async (now: string): Promise<number> => {
    const shards = await store.firstAttempts.looks();
    const entered = await Promise.all(shards.map((shard) => lookThrough(store, shard, now)));
    return entered.reduce((sum, one) => sum + one, 0);
  };

async function lookThrough({ firstAttempts }: Deps['store'], shard: ShardLook, now: string): Promise<number> {
  let entered = 0;
  let at: ShardLook | null = shard;
  for (let page = 0; at && page < pagesASweep; page++) {
    const look: Awaited<ReturnType<typeof firstAttempts.lookOn>> = await firstAttempts.lookOn(at, now);
    entered += look.entered;
    at = look.next;
  }
  return entered;
}
