import type { Day } from '../../core/calendar.ts';
import type { Position } from '../../core/law/position/shape.ts';
import type { InstrumentView, StateView } from '../../core/law/state-view.ts';
import type { State } from '../../core/state.ts';
import { shownOf } from '../asking/everyone.ts';
import type { Shown } from '../parts/mark.ts';
import { statusSpans } from '../pictures/spans.ts';
import { type Group, groupOf } from '../places/groups.ts';

/** A State under an instrument, as a roster lists it. */
export type StateEntry = {
  state: State;
  group: Group;
  shown: Shown;
  position: Position;
  view: StateView;
  under: InstrumentView;
};

export const stateEntries = (views: readonly StateView[], instrument: string): StateEntry[] =>
  views.flatMap((view) => {
    const under = view.under.get(instrument);
    if (!under) return [];
    const { state } = view;
    return [
      {
        state,
        group: groupOf(state.code),
        shown: shownOf(view, under),
        position: under.position,
        view,
        under,
      },
    ];
  });

export type ShownCounts = Record<Shown, number>;

export function countsOf(shown: readonly Shown[]): ShownCounts {
  const counts: ShownCounts = {
    party: 0,
    'contracting-state': 0,
    signatory: 0,
    'no-action': 0,
    'former-party': 0,
    'not-looked-at': 0,
  };
  for (const one of shown) counts[one] += 1;
  return counts;
}

export type Point = { on: Day; parties: number };

/** The number of parties each time that it changed, until `asOf`. */
export function partiesOverTime(entries: readonly StateEntry[], asOf: Day): Point[] {
  const moves = entries.flatMap(({ view, under }) =>
    statusSpans(view, under)
      .filter(({ status }) => status === 'party')
      .flatMap(({ from, to }) => [{ on: from, by: 1 }, ...(to ? [{ on: to, by: -1 }] : [])]),
  );
  const days = Map.groupBy(
    moves.filter(({ on }) => on <= asOf),
    ({ on }) => on,
  );
  let parties = 0;
  return [...days.keys()].sort().map((on) => {
    parties += days.get(on)?.reduce((sum, { by }) => sum + by, 0) ?? 0;
    return { on, parties };
  });
}

/** The States that consented last, the latest first. */
export const lastToConsent = (entries: readonly StateEntry[], many: number): StateEntry[] =>
  entries
    .filter(({ position }) => position.consent !== null)
    .sort((a, b) => ((a.position.consent?.doneOn ?? '') < (b.position.consent?.doneOn ?? '') ? 1 : -1))
    .slice(0, many);
