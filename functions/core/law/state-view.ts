import type { Action } from '../action.ts';
import type { Day, Instant } from '../calendar.ts';
import type { Check } from '../check.ts';
import type { Instrument } from '../instrument.ts';
import type { State } from '../state.ts';
import type { Status } from '../vocabulary.ts';
import type { Catalogue, Holdings, Viewpoint } from './holdings.ts';
import { type LiveAction, liveActions } from './live.ts';
import { automaticDenunciation, type Ending, terminationOf } from './position/ending.ts';
import { positionOf } from './position/position.ts';
import { noPosition, type Position } from './position/shape.ts';

/** The acts that stand for a State under one instrument, and the position they lead to. */
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
  /**
   * What ends the State's participation in an instrument without an act under it, as far as that is certain
   * on `day`.
   */
  endingsOn: (instrument: Instrument, day: Day) => Ending[];
};

/** Folds everything recorded of a State, once. Answers read off the result. */
export function viewState(catalogue: Catalogue, holdings: Holdings, viewpoint: Viewpoint): StateView {
  const { asOf, knownAt } = viewpoint;
  const under = knownAt === undefined ? liveUnder(catalogue, holdings) : liveAt(catalogue, holdings, knownAt);
  return viewOver(under, { state: holdings.state, catalogue, asOf });
}

const live = new WeakMap<Holdings, { catalogue: Catalogue; under: Under }>();

/** Works out which acts stand, once for the same holdings, because that does not depend on the day. */
function liveUnder(catalogue: Catalogue, holdings: Holdings): Under {
  const before = live.get(holdings);
  if (before?.catalogue === catalogue) return before.under;
  const under = liveAt(catalogue, holdings);
  live.set(holdings, { catalogue, under });
  return under;
}

function liveAt(catalogue: Catalogue, holdings: Holdings, knownAt?: Instant): Under {
  const known = <T extends { recordedAt: string }>(all: readonly T[]): readonly T[] =>
    knownAt === undefined ? all : all.filter(({ recordedAt }) => recordedAt <= knownAt);
  const acts = Map.groupBy(known(holdings.actions), ({ instrument }) => instrument);
  const checks = Map.groupBy(known(holdings.checks), ({ instrument }) => instrument);
  const under = new Map<string, Unfolded>();
  for (const id of new Set([...acts.keys(), ...checks.keys(), ...holdings.standings.keys()])) {
    const instrument = catalogue.instruments.get(id);
    if (!instrument) continue;
    const recorded = acts.get(id) ?? [];
    const version = knownAt === undefined ? (holdings.standings.get(id)?.version ?? 0) : recorded.length;
    const actions = liveActions(recorded);
    under.set(id, { instrument, recorded, actions, checks: checks.get(id) ?? [], version });
  }
  return under;
}

const blanks = new WeakMap<Catalogue['instruments'], ReadonlyMap<string, InstrumentView>>();

/** Most States have done nothing under most instruments, so all of these share one view, on every day. */
function blanksOf({ instruments }: Catalogue): ReadonlyMap<string, InstrumentView> {
  const made = blanks.get(instruments) ?? new Map([...instruments].map(([id, one]) => [id, blank(one)]));
  blanks.set(instruments, made);
  return made;
}

const blank = (instrument: Instrument): InstrumentView => ({
  ...{ instrument, recorded: [], actions: [], checks: [], version: 0 },
  position: noPositionUnder(instrument),
});

type Unfolded = Omit<InstrumentView, 'position'>;

/** The view with more acts under one instrument. */
export function viewWith(view: StateView, instrument: string, actions: readonly Action[]): StateView {
  const before = view.under.get(instrument);
  if (!before || actions.length === 0) return view;
  const recorded = [...before.recorded, ...actions];
  const after = { ...before, recorded, actions: liveActions(recorded) };
  return viewOver(new Map(view.under).set(instrument, after), view, instrument);
}

type Under = ReadonlyMap<string, Unfolded | InstrumentView>;

/** Folds everything, or, if only acts under `moved` are new, that instrument and those it may end. */
function viewOver(
  under: Under,
  { state, catalogue, asOf }: Pick<StateView, 'state' | 'catalogue' | 'asOf'>,
  moved?: string,
): StateView {
  const { fold, endingsOn } = foldingOf(under, catalogue);
  const isMoved = ({ instrument }: Unfolded): boolean =>
    moved === undefined || instrument.id === moved || endsBy(instrument, moved);
  const folded = new Map<string, InstrumentView>();
  for (const [id, nothing] of blanksOf(catalogue)) {
    const one = under.get(id);
    if (!one) folded.set(id, nothing);
    else folded.set(id, 'position' in one && !isMoved(one) ? one : { ...one, position: fold(id, asOf) });
  }
  const positionOn = (id: string, day: Day): Position =>
    (day === asOf ? folded.get(id)?.position : undefined) ?? fold(id, day);
  return {
    state,
    catalogue,
    asOf,
    under: folded,
    statusUnder: (id) => positionOn(id, asOf).status,
    positionOn,
    endingsOn,
  };
}

/** Folds the acts under an instrument, and applies the endings that acts under later instruments bring. */
function foldingOf(under: Under, catalogue: Catalogue) {
  const fold = (id: string, day: Day): Position => {
    const one = under.get(id);
    if (!one || one.actions.length === 0) return noPositionUnder(catalogue.instruments.get(id));
    return positionOf(one.instrument, one.actions, day, endingsOn(one.instrument, day));
  };
  const endingsOn = (instrument: Instrument, day: Day): Ending[] => [
    ...terminationOf(instrument),
    ...(instrument.automaticDenunciations ?? [])
      .filter(({ by }) => isLater(by, instrument, catalogue))
      .flatMap((rule) => automaticDenunciation(rule, fold(rule.by, day))),
  ];
  return { fold, endingsOn };
}

const noPositionUnder = (instrument: Instrument | undefined): Position =>
  instrument?.termination ? { ...noPosition, endings: terminationOf(instrument) } : noPosition;

/** Whether consent to `other` denounces the instrument. */
export const endsBy = ({ automaticDenunciations = [] }: Instrument, other: string): boolean =>
  automaticDenunciations.some(({ by }) => by === other);

/** Whether `by` came later: only later instruments revise one, so no rule leads back to itself. */
export const isLater = (by: string, { adoptedOn }: Instrument, { instruments }: Catalogue): boolean =>
  (instruments.get(by)?.adoptedOn ?? adoptedOn) > adoptedOn;

/**
 * The instruments on which answers about one rest: those it requires and those that denounce it, each with
 * their own.
 */
export function restingOn(
  instrument: Instrument,
  { instruments }: Pick<Catalogue, 'instruments'>,
): ReadonlyMap<string, Instrument> {
  const found = new Map<string, Instrument>();
  const visit = (one: Instrument | undefined): void => {
    if (!one || found.has(one.id)) return;
    found.set(one.id, one);
    for (const id of namedBy(one)) visit(instruments.get(id));
  };
  visit(instrument);
  return found;
}

const namedBy = ({ acts, automaticDenunciations = [] }: Instrument): string[] => [
  ...acts.flatMap(({ requires = [] }) =>
    requires.flatMap((one) => ('anyOf' in one ? one.anyOf : [one]).map((each) => each.instrument)),
  ),
  ...automaticDenunciations.map(({ by }) => by),
];
