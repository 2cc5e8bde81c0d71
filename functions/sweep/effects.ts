import { dayOf } from '../core/calendar.ts';
import type { Clock } from '../core/instant.ts';
import { nextMoveOn } from '../core/law/moves.ts';
import { viewState } from '../core/law/state-view.ts';
import type { DueEffect } from '../store/record/holdings.ts';
import type { Recorder } from '../store/recorder.ts';
import { oneByOne } from './one-by-one.ts';

type Deps = { store: Recorder; now: Clock };

/**
 * Commits the statuses that time has changed, once each and dated on the legal day, however late the sweep
 * is. The index says which are due; after an instrument was revised, every standing is compared with the
 * fold.
 */
export function createEffects({ store, now }: Deps) {
  let comparedAt = -1;

  const commitAll = (due: readonly DueEffect[]): Promise<number> =>
    oneByOne(due, async ({ state, instrument }) => {
      const recorded = await store.recording.reconcile(state, instrument, { now, by: 'sweep' });
      return recorded?.changes.length ?? 0;
    });

  return async (): Promise<number> => {
    const today = dayOf(now());
    const { catalogueRevision } = await store.record.head();
    const committed = await commitAll(await store.dueEffects(today));
    if (catalogueRevision === comparedAt) return committed;
    const revised = await commitAll(await disagreeing(store, today));
    comparedAt = catalogueRevision;
    return committed + revised;
  };
}

/** Standings that differ from what the acts on record now give. */
const disagreeing = (store: Recorder, today: string): Promise<DueEffect[]> =>
  store.record.read(async ({ catalogue, everyone }) =>
    (await everyone()).flatMap((held) => {
      const view = viewState(catalogue, held, { asOf: today });
      return [...held.standings.values()].filter(({ instrument, status, nextEffectOn: next }) => {
        const position = view.positionOn(instrument, today);
        return position.status !== status || nextMoveOn(view, instrument) !== next;
      });
    }),
  );
