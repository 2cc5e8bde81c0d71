import type { Day } from '../../calendar.ts';
import type { Instrument } from '../../instrument.ts';
import { isConsent, isSignature } from '../../vocabulary.ts';
import type { LiveAction } from '../live.ts';
import { stepOf } from './act-step.ts';
import { type Ending, terminationOf } from './ending.ts';
import { isBound, noPosition, type Position } from './shape.ts';
import { advance, nextDue } from './taking-effect.ts';

/**
 * The order of kinds within one day, as law lets them follow each other, because recording order is
 * accidental.
 */
const rank = (action: LiveAction): number =>
  isSignature(action.kind)
    ? action.kind === 'confirmation-of-signature'
      ? 1
      : 0
    : isConsent(action.kind)
      ? 3
      : (others[action.kind] ?? 4);

/**
 * A State that denounces in order to rejoin with a reservation does both on one day, so a denunciation comes
 * before a consent.
 */
const others: Partial<Record<LiveAction['kind'], number>> = { denunciation: 2, rescission: 5, withdrawal: 6 };

/** A sort key that puts the acts of one State under one instrument in the order of law. */
export const orderOf = (action: LiveAction): string =>
  [action.doneOn, rank(action), action.kind, action.effectiveOn ?? '', action.id].join(' ');

/**
 * The position on `asOf`: a fold, in the order of law, of the acts done by then. Acts about a territory alone
 * and domestic steps do not move it. All `acts` must be one State's under `instrument`; `endings` are what
 * ends its participation without an act under it.
 */
export function positionOf(
  instrument: Instrument,
  actions: readonly LiveAction[],
  asOf: Day,
  endings: readonly Ending[] = terminationOf(instrument),
): Position {
  const moving = actions
    .flatMap((action) => {
      const step = stepOf(action.kind);
      const isMoving = step && action.doneOn <= asOf && action.territory === undefined;
      return isMoving ? [{ action, step, order: orderOf(action) }] : [];
    })
    .sort((a, b) => (a.order < b.order ? -1 : 1));
  const position = moving.reduce(
    (before, { action, step }) => step(advance(before, action.doneOn), action, instrument),
    endings.length > 0 ? { ...noPosition, endings } : noPosition,
  );
  return advance(position, asOf);
}

/** The position just before an act, from the acts that precede it in the order of law. */
export function positionBefore(
  instrument: Instrument,
  actions: readonly LiveAction[],
  action: LiveAction,
  endings?: readonly Ending[],
): Position {
  const order = orderOf(action);
  const before = actions.filter((one) => one.id !== action.id && orderOf(one) < order);
  return positionOf(instrument, before, action.doneOn, endings);
}

/** The act that the status rests on. */
export function basisOf(position: Position): LiveAction | null {
  if (position.status === 'former-party') return position.withdrawal?.notice ?? null;
  if (isBound(position)) return position.consent;
  return position.takenBack || position.ended ? null : position.signature;
}

/** The first day after `asOf` on which the status differs if nothing more is done, or null. */
export function nextEffectOn(position: Position): Day | null {
  for (let ahead = position, due = nextDue(ahead); due !== null; due = nextDue(ahead)) {
    ahead = advance(ahead, due);
    if (ahead.status !== position.status) return due;
  }
  return null;
}
