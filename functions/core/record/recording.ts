import type { Action, NewAction, NewCorrection, TreatyAction } from '../action.ts';
import { DomainError } from '../errors.ts';
import type { Moment } from '../instant.ts';
import type { Instrument } from '../instrument.ts';
import type { Catalogue, Holdings } from '../law/holdings.ts';
import { factMove, nextMoveOn, type StatusMove, standingAt, timedMoves } from '../law/moves.ts';
import { basisOf } from '../law/position/position.ts';
import type { Position } from '../law/position/shape.ts';
import { noStanding, type Standing } from '../law/standing.ts';
import { endsBy, type StateView, viewState, viewWith } from '../law/state-view.ts';
import { checkAction, checkRestored } from './admission.ts';
import { amendedBy } from './admission-correction.ts';
import { actionChange, statusChange } from './announcing.ts';
import type { NewChange } from './change.ts';

/** What a decision rests on: the record, the moment, and who writes. `newId` gives monotonic action ids. */
export type Setting = Moment & {
  catalogue: Catalogue;
  holdings: Holdings;
  by: string;
  newId: () => string;
  publicUrl: string;
};

/**
 * What to write: immutable actions, the standing after them, the standings under other instruments that they
 * end, and the changes to announce, in order.
 */
export type Decision = { actions: Action[]; standing: Standing; others: Standing[]; changes: NewChange[] };

/** An act to record, and the seed entry that states it, if any. */
export type Entry = { action: NewAction; seed?: string | undefined };

/** Records acts of one State under one instrument; each is checked against those before it. */
export function recordActions(setting: Setting, instrumentId: string, entries: readonly Entry[]): Decision {
  const instrument = instrumentOf(setting.catalogue, instrumentId);
  const actions: Action[] = [];
  for (const { action, seed } of entries) {
    checkAction(action, instrument, { ...setting, holdings: withActions(setting.holdings, actions) });
    actions.push(stated(setting, instrument, action, seed));
  }
  return decide(setting, instrument, actions);
}

/**
 * Amends or retracts `of`, an action or a correction; retracting a correction restores what it had corrected.
 */
export function correctAction(
  setting: Setting,
  instrumentId: string,
  of: string,
  correction: NewCorrection,
  seed?: string,
): Decision {
  const instrument = instrumentOf(setting.catalogue, instrumentId);
  const amended = amendedBy(setting.holdings, instrument, of, correction);
  const corrects = { of, kind: correction.correction, reason: correction.reason };
  const retraction: Action = { ...identity(setting, instrument), kind: 'retraction', corrects };
  if (amended === null) {
    const recorded = setting.holdings.actions.filter((action) => action.instrument === instrument.id);
    checkRestored(recorded, [...recorded, retraction]);
    return decide(setting, instrument, [retraction]);
  }
  const without = { ...retraction, corrects: { ...corrects, of: originOf(setting.holdings, of) } };
  checkAction(amended, instrument, {
    ...setting,
    holdings: withActions(setting.holdings, [without]),
  });
  return decide(setting, instrument, [{ ...stated(setting, instrument, amended, seed), corrects }]);
}

/** The act as first recorded, to which a correction, or a correction of a correction, leads back. */
function originOf(holdings: Holdings, id: string): string {
  const corrected = holdings.actions.find((action) => action.id === id)?.corrects?.of;
  return corrected ? originOf(holdings, corrected) : id;
}

/**
 * Commits what time, or a revision of the instrument, has changed in the standing; null if nothing has
 * changed.
 */
export function reconcile(setting: Setting, instrumentId: string): Decision | null {
  const decision = decide(setting, instrumentOf(setting.catalogue, instrumentId), []);
  const before = standingOf(setting.holdings, instrumentId);
  return decision.others.length > 0 || isMoved(decision, before) ? decision : null;
}

const isMoved = ({ changes, standing }: Told, before: Standing): boolean =>
  changes.length > 0 || standing.nextEffectOn !== before.nextEffectOn;

type Told = { standing: Standing; changes: NewChange[] };

/** Decides on acts together with the participation in earlier instruments that they may end. */
function decide(setting: Setting, instrument: Instrument, actions: Action[]): Decision {
  const { catalogue, holdings, today } = setting;
  const was = viewState(catalogue, holdings, { asOf: today });
  const view = viewWith(was, instrument.id, actions);
  const { standing, changes } = tell(setting, instrument, actions, { was, view });
  const ended = [...catalogue.instruments.values()]
    .filter((other) => endsBy(other, instrument.id) && holdings.standings.has(other.id))
    .map((other) => ({ before: standingOf(holdings, other.id), ...tell(setting, other, [], { was, view }) }))
    .filter((other) => isMoved(other, other.before));
  return {
    actions,
    standing,
    others: ended.map((other) => other.standing),
    changes: [...changes, ...ended.flatMap((other) => other.changes)],
  };
}

/** Moves made by time come before the new facts, because the feed tells them in the order of law. */
function tell(
  { holdings, today, publicUrl }: Setting,
  instrument: Instrument,
  actions: Action[],
  { was, view }: { was: StateView; view: StateView },
): Told {
  const before = standingOf(holdings, instrument.id);
  const position = view.positionOn(instrument.id, today);
  const timed = timedMoves(before, (day) => was.positionOn(instrument.id, day), today);
  const moved = factMove(timed.at(-1)?.to ?? before.status, position, today, causeOf(actions, position));
  const standing = standingAt(before, position, nextMoveOn(view, instrument.id));
  const scene = { view, instrument, version: standing.version, publicUrl };
  const changes = [
    ...timed.map((move) => statusChange(scene, move)),
    ...actions.map((action) => actionChange(scene, action)),
    ...moved.map((move) => statusChange(scene, move)),
  ];
  return { standing, changes };
}

/**
 * The act that the status rests on, among those recorded together, such as a ratification and its
 * reservations.
 */
function causeOf(actions: readonly Action[], position: Position): StatusMove['cause'] {
  const basis = basisOf(position)?.statedIn;
  const last = actions.find(({ id }) => id === basis) ?? actions.at(-1);
  if (!last && position.ended) return { kind: position.ended.kind, action: position.ended.action };
  if (!last) return { kind: 'instrument-revised', action: null };
  return { kind: last.corrects?.kind ?? last.kind, action: last.id };
}

const standingOf = ({ standings, state }: Holdings, instrument: string): Standing =>
  standings.get(instrument) ?? noStanding(state.code, instrument);

const withActions = (holdings: Holdings, actions: readonly Action[]): Holdings => ({
  ...holdings,
  actions: [...holdings.actions, ...actions],
});

function instrumentOf({ instruments }: Catalogue, id: string): Instrument {
  const instrument = instruments.get(id);
  if (!instrument) throw new DomainError('not-found', `There is no instrument ${id}.`);
  return instrument;
}

const identity = ({ newId, holdings, recordedAt, by }: Setting, { id }: Instrument) => ({
  id: newId(),
  state: holdings.state.code,
  instrument: id,
  recordedAt,
  recordedBy: by,
});

const stated = (
  setting: Setting,
  instrument: Instrument,
  action: NewAction,
  seed?: string,
): TreatyAction => ({
  ...identity(setting, instrument),
  ...action,
  ...(seed && { seed }),
});
