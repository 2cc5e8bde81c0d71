import type { Action } from '../action.ts';
import type { Day } from '../calendar.ts';
import type { Check } from '../check.ts';
import type { Instrument } from '../instrument.ts';
import type { State } from '../state.ts';
import type { Status } from '../vocabulary.ts';
import type { Catalogue, Holdings, Viewpoint } from './holdings.ts';
import { type LiveAction, liveActions } from './live.ts';
import { noPosition, type Position, positionOf } from './position.ts';

/** What stands in the record of a State under one instrument, and where that puts it. */
export type InstrumentView = {
  instrument: Instrument;
  /** All records, corrections among them, as known at the viewpoint's instant. */
  recorded: readonly Action[];
  actions: readonly LiveAction[];
  checks: readonly Check[];
  position: Position;
  version: number;
};

/** A State under every instrument on record, from one viewpoint. */
export type StateView = {
  state: State;
  catalogue: Catalogue;
  asOf: Day;
  under: ReadonlyMap<string, InstrumentView>;
  statusUnder: (instrument: string) => Status;
  /** The position under an instrument on another day, as known at the same instant. */
  positionOn: (instrument: string, day: Day) => Position;
};

/** Folds everything recorded of a State once; what answers need is read off the result. */
export function viewState(catalogue: Catalogue, holdings: Holdings, { asOf, knownAt }: Viewpoint): StateView {
  const isKnown = ({ recordedAt }: { recordedAt: string }) => knownAt === undefined || recordedAt <= knownAt;
  const actions = Map.groupBy(holdings.actions.filter(isKnown), ({ instrument }) => instrument);
  const checks = Map.groupBy(holdings.checks.filter(isKnown), ({ instrument }) => instrument);
  const under = new Map<string, InstrumentView>();
  for (const [id, instrument] of catalogue.instruments) {
    const recorded = actions.get(id) ?? [];
    const version = knownAt === undefined ? (holdings.standings.get(id)?.version ?? 0) : recorded.length;
    under.set(id, { ...folded(instrument, recorded, asOf), checks: checks.get(id) ?? [], version });
  }
  return viewOver(under, { state: holdings.state, catalogue, asOf });
}

/** The view with more acts under one instrument; those under others need no new fold. */
export function viewWith(view: StateView, instrument: string, actions: readonly Action[]): StateView {
  const before = view.under.get(instrument);
  if (!before || actions.length === 0) return view;
  const after = { ...before, ...folded(before.instrument, [...before.recorded, ...actions], view.asOf) };
  return viewOver(new Map(view.under).set(instrument, after), view);
}

function folded(instrument: Instrument, recorded: readonly Action[], asOf: Day) {
  const actions = liveActions(recorded);
  return { instrument, recorded, actions, position: positionOf(instrument, actions, asOf) };
}

function viewOver(
  under: StateView['under'],
  { state, catalogue, asOf }: Pick<StateView, 'state' | 'catalogue' | 'asOf'>,
): StateView {
  return {
    state,
    catalogue,
    asOf,
    under,
    statusUnder: (id) => under.get(id)?.position.status ?? 'no-action',
    positionOn: (id, day) => {
      const view = under.get(id);
      if (!view) return noPosition;
      return day === asOf ? view.position : positionOf(view.instrument, view.actions, day);
    },
  };
}
