import { isLookedAt } from '../../core/law/evidence.ts';
import type { Viewpoint } from '../../core/law/holdings.ts';
import { type InstrumentView, restingOn, type StateView, viewState } from '../../core/law/state-view.ts';
import type { State } from '../../core/state.ts';
import { stampOf } from '../../store/record/head.ts';
import { holdingsOf } from '../../store/record/roster/roster.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { Shown } from '../parts/mark.ts';
import type { Asked } from './asked.ts';
import { catalogueAt } from './viewpoint.ts';

type Views = { of: string; views: Promise<StateView[]> };

/** Remembers the last views made, because most pages are about today and need every State. */
const made = new WeakMap<Snapshot['catalogue'], Views[]>();
const mostMade = 3;

/** Every State under every instrument from a viewpoint; acts are without their texts. */
export function everyView(
  asked: Pick<Asked, 'deps'>,
  snapshot: Snapshot,
  viewpoint: Viewpoint,
): Promise<StateView[]> {
  const { catalogue, head } = snapshot;
  const of = `${stampOf(head)} ${viewpoint.asOf} ${viewpoint.knownAt ?? ''}`;
  const before = made.get(catalogue) ?? [];
  const already = before.find((one) => one.of === of);
  if (already) return already.views;
  const views = viewEveryone(asked, snapshot, viewpoint);
  const others = before.filter((one) => one.of !== of);
  made.set(catalogue, [{ of, views }, ...others].slice(0, mostMade));
  views.catch(() => made.delete(catalogue));
  return views;
}

async function viewEveryone(
  asked: Pick<Asked, 'deps'>,
  snapshot: Snapshot,
  viewpoint: Viewpoint,
): Promise<StateView[]> {
  const catalogue = await catalogueAt(asked, snapshot, viewpoint);
  return (await snapshot.everyone()).map((holdings) => viewState(catalogue, holdings, viewpoint));
}

/** A State, and how it is shown under each instrument that was on record then. */
export type Stand = { state: State; shown: ReadonlyMap<string, Shown> };

/**
 * The status of every State from a viewpoint. Unless earlier knowledge is asked about, it is read without
 * acts.
 */
export async function everyStand(
  asked: Pick<Asked, 'deps'>,
  snapshot: Snapshot,
  viewpoint: Viewpoint,
): Promise<Stand[]> {
  if (viewpoint.knownAt !== undefined) return (await everyView(asked, snapshot, viewpoint)).map(standIn);
  const { instruments, readings, states } = snapshot.catalogue;
  const blank = [...instruments.keys()].map(
    (id) => [id, readings.has(id) ? 'no-action' : 'not-looked-at'] as const,
  );
  return (await snapshot.outlines(viewpoint.asOf)).flatMap(({ state: code, under }) => {
    const state = states.get(code);
    return state
      ? [{ state, shown: new Map(blank.map(([id, none]) => [id, under.get(id)?.status ?? none])) }]
      : [];
  });
}

const standIn = (view: StateView): Stand => ({
  state: view.state,
  shown: new Map([...view.under].map(([id, under]) => [id, shownOf(view, under)])),
});

/**
 * Every State under one instrument, from the rosters of that one and of those it rests on; none if it is not
 * on record.
 */
export async function viewsUnder(
  asked: Pick<Asked, 'deps'>,
  snapshot: Snapshot,
  id: string,
  viewpoint: Viewpoint,
): Promise<StateView[]> {
  const catalogue = await catalogueAt(asked, snapshot, viewpoint);
  const instrument = catalogue.instruments.get(id);
  if (!instrument) return [];
  const instruments = restingOn(instrument, catalogue);
  const rosters = await Promise.all([...instruments.keys()].map((one) => snapshot.roster(one)));
  const own = { ...catalogue, instruments };
  return [...catalogue.states.values()].map((state) => {
    const entries = rosters.flatMap((roster) => roster.get(state.code) ?? []);
    return viewState(own, holdingsOf(state, entries), viewpoint);
  });
}

/** What pictures show for a State: its status, or that nobody has looked. */
export const shownOf = ({ catalogue }: StateView, under: InstrumentView): Shown =>
  isLookedAt(catalogue, under) ? under.position.status : 'not-looked-at';
