import type { Queues } from '../lib/queues.ts';
import type { Store } from '../store/index.ts';

type Deps = { store: Pick<Store, 'record' | 'fanout'>; queues: Pick<Queues, 'fanout'> };

/** Rings for every shard that lags behind the head, because its job was lost or is still on its way. */
export const createCatchUp =
  ({ store, queues }: Deps) =>
  async (): Promise<number> => {
    const { sequence } = await store.record.head();
    const behind = await store.fanout.behind(sequence);
    if (behind.length > 0) await queues.fanout(behind.map((shard) => ({ shard, through: sequence })));
    return behind.length;
  };
