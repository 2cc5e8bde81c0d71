import { minute, msBetween } from '../core/instant.ts';
import type { Store } from '../store/index.ts';
import type { Removal } from '../store/webhook/removals.ts';

type Deps = { store: Pick<Store, 'removals'> };

/** Items deleted in one sweep, so that an owner who leaves costs others no more than a burst of events. */
export const itemsASweep = 1_000;

/**
 * Milliseconds longer than any function runs, so that none that read the subscription earlier can write
 * afterwards.
 */
const watched = 5 * minute;

/** Deletes what deleted subscriptions left, and looks again until nothing more can come. */
export const createRemoval =
  ({ store }: Deps) =>
  async (now: string): Promise<number> => {
    let deleted = 0;
    for (const removal of await store.removals.list()) {
      if (deleted >= itemsASweep) break;
      const found = await store.removals.clear(removal.subscription, itemsASweep - deleted);
      deleted += found;
      if (found === 0) await endOrNote(store, removal, now);
    }
    return deleted;
  };

async function endOrNote(store: Deps['store'], removal: Removal, now: string): Promise<void> {
  const { sweptSince } = removal;
  if (sweptSince === null) await store.removals.note({ ...removal, sweptSince: now });
  else if (msBetween(sweptSince, now) >= watched) await store.removals.end(removal);
}
