import type { Day } from '../calendar.ts';
import type { Instrument } from '../instrument.ts';
import { isStatement } from '../vocabulary.ts';
import { type LiveAction, upheld } from './live.ts';
import { leftOn, type Position } from './position/shape.ts';
import { provisionInForce } from './rules.ts';

/**
 * Reservations, declarations, optional declarations and objections made by `asOf` and not withdrawn by then,
 * oldest first. An optional declaration is not in effect before its provision's own entry into force, and a
 * State's own statements end with its participation.
 */
export function statementsInEffect(
  instrument: Instrument,
  actions: readonly LiveAction[],
  position: Position,
  asOf: Day,
): LiveAction[] {
  const left = leftOn(position);
  return upheld(actions, asOf)
    .filter((action) => isStatement(action.kind))
    .filter((action) => isInEffect(instrument, action, asOf))
    .filter(({ territory, doneOn }) => territory !== undefined || !left || doneOn > left)
    .sort((a, b) => (`${a.doneOn} ${a.id}` < `${b.doneOn} ${b.id}` ? -1 : 1));
}

function isInEffect(
  instrument: Instrument,
  { kind, provision, effectiveOn }: LiveAction,
  asOf: Day,
): boolean {
  if (effectiveOn) return effectiveOn <= asOf;
  const inForceOn =
    kind === 'optional-declaration' && provision ? provisionInForce(instrument, provision) : undefined;
  return inForceOn === undefined || inForceOn <= asOf;
}
