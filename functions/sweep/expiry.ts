import { later } from '../core/instant.ts';
import { lifeUnverified } from '../core/webhook/subscribing.ts';
import type { Store } from '../store/index.ts';
import { oneByOne } from './one-by-one.ts';

type Deps = { store: Pick<Store, 'pending' | 'subscriptions'> };

export const looksASweep = 100;

/** Deletes subscriptions whose URL did not answer within a day of their making. */
export const createExpiry =
  ({ store }: Deps) =>
  async (now: string): Promise<number> => {
    await store.pending.adopt();
    const late = await store.pending.madeBefore(later(now, -lifeUnverified), looksASweep);
    return oneByOne(late, async (one) => {
      const isGone = await store.subscriptions.remove(one.subscription, (it) => it.verifiedAt === null);
      if (!isGone) await store.pending.forget(one);
      return isGone ? 1 : 0;
    });
  };
