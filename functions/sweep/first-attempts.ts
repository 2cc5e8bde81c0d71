import { shardCount } from '../core/webhook/subscription.ts';
import type { Store } from '../store/index.ts';

type Deps = { store: Pick<Store, 'firstAttempts'> };

/** Pages of members that one sweep looks at in each shard; the next sweep goes on from there. */
const pagesASweep = 25;

/** First attempts that nobody came for in a minute enter the due index, for this sweep to ring for. */
export const createFirstAttempts =
  ({ store }: Deps) =>
  async (now: string): Promise<number> => {
    const shards = Array.from({ length: shardCount }, (_, shard) => lookThrough(store, shard, now));
    return (await Promise.all(shards)).reduce((sum, entered) => sum + entered, 0);
  };

async function lookThrough({ firstAttempts }: Deps['store'], shard: number, now: string): Promise<number> {
  let entered = 0;
  for (let page = 0; page < pagesASweep; page++) {
    const look = await firstAttempts.lookOn(shard, now);
    entered += look.entered;
    if (!look.isMore) break;
  }
  return entered;
}
