import { dayOf } from '../core/calendar.ts';
import type { Clock } from '../core/instant.ts';
import { nextMoveOn } from '../core/law/moves.ts';
import { viewState } from '../core/law/state-view.ts';
import type { Recorder } from '../store/recorder.ts';

type Deps = { store: Recorder; now: Clock };
type Due = { state: string; instrument: string };

/**
 * Commits the statuses that time has changed, each once and dated on its legal day, however many days went by. The
 * index says which are due; when an instrument was revised since the last look, every standing is compared with the fold.
 */
export function createEffects({ store, now }: Deps) {
  let comparedAt = -1;

  return async (): Promise<number> => {
    const today = dayOf(now());
    const { catalogueRevision } = await store.record.head();
    const due = await store.dueEffects(today);
    const revised = catalogueRevision === comparedAt ? [] : await disagreeing(store, today);
    const committed = await commitAll(store, [...due, ...revised], now);
    comparedAt = catalogueRevision;
    return committed;
  };
}

async function commitAll(store: Recorder, due: readonly Due[], now: Clock): Promise<number> {
  let committed = 0;
  for (const { state, instrument } of due) {
    const recorded = await store.recording.reconcile(state, instrument, { now, by: 'sweep' });
    committed += recorded?.changes.length ?? 0;
  }
  return committed;
}

/** Standings that are not what the acts on record now give. */
const disagreeing = (store: Recorder, today: string): Promise<Due[]> =>
  store.record.read(async ({ catalogue, everyone }) =>
    (await everyone()).flatMap((held) => {
      const view = viewState(catalogue, held, { asOf: today });
      return [...held.standings.values()].filter(({ instrument, status, nextEffectOn: next }) => {
        const position = view.positionOn(instrument, today);
        return position.status !== status || nextMoveOn(view, instrument) !== next;
      });
    }),
  );
