import { type Day, laterOf } from '../../calendar.ts';
import type { Instrument } from '../../instrument.ts';
import { type ActionKind, isConsent, isTerritorial, type TerritoryStatus } from '../../vocabulary.ts';
import { type LiveAction, upheld } from '../live.ts';
import { endedBy, type Position } from '../position/shape.ts';
import { noticeOutcome } from '../rules.ts';

/** The effect of an act about a territory on the instrument there. */
export type TerritoryEffect = {
  action: LiveAction;
  status: TerritoryStatus;
  /** The first day of the effect; null while it is not known. */
  on: Day | null;
  /** Whether the day is only attested: it was so on this day at the latest. */
  attested: boolean;
};

const says: Partial<Record<LiveAction['kind'], TerritoryStatus>> = {
  'territorial-extension': 'applies',
  'continued-application': 'applies',
  'territorial-exclusion': 'excluded',
  'territorial-non-extension': 'not-extended',
  denunciation: 'not-extended',
};

/** The effects, past and to come, of the acts about a territory that were done by `asOf` and stand. */
export const territoryEffects = (
  instrument: Instrument,
  territory: string,
  actions: readonly LiveAction[],
  position: Position,
  asOf: Day,
): TerritoryEffect[] =>
  upheld(actions, asOf)
    .filter((action) => action.territory === territory && isAbout(action))
    .flatMap((action) => {
      const on = effectOn(instrument, action, position);
      const attested = action.doneOnBasis === 'no-later-than' && !action.effectiveOn;
      return on === 'never' ? [] : [{ action, status: says[action.kind] ?? 'unknown', on, attested }];
    });

const isAbout = ({ kind }: LiveAction): boolean => isTerritorial(kind) || kind === 'denunciation';

/**
 * The day of a territorial act's effect. An extension made on consenting takes effect with the instrument
 * (null if that is not in force), a denunciation by the withdrawal rule or never, any other notification on
 * the day that it states or is made.
 */
function effectOn(instrument: Instrument, action: LiveAction, position: Position): Day | null | 'never' {
  const { consent, inForce } = position;
  if (action.effectiveOn) return action.effectiveOn;
  if (action.kind === 'denunciation') {
    const outcome = noticeOutcome(instrument, action, inForce?.on ?? instrument.inForceOn ?? null);
    return outcome.effective ? outcome.on : 'never';
  }
  if (action.kind !== 'territorial-extension' || !consent || !inForce) return action.doneOn;
  return inForce.on && laterOf(action.doneOn, inForce.on);
}

/**
 * The end of an effect; `by` is null if the instrument ended rather than the State's participation by an act.
 */
export type TerritoryEnd = { by: LiveAction | null; on: Day };

/** What ended an effect by `asOf`, with the State's participation or the instrument, or null. */
export function endOf({ action }: TerritoryEffect, position: Position, asOf: Day): TerritoryEnd | null {
  const end = ending(position, asOf);
  return end && end.on >= action.doneOn && end.of.includes(action.kind) ? end : null;
}

const whileParty: readonly ActionKind[] = ['territorial-extension', 'continued-application'];

function ending(position: Position, asOf: Day): (TerritoryEnd & { of: readonly ActionKind[] }) | null {
  const { status, withdrawal, takenBack } = position;
  const ended = endedBy(position, asOf);
  if (ended) return { by: null, on: ended.on, of: whileParty };
  if (status === 'former-party' && withdrawal)
    return { by: withdrawal.notice, on: withdrawal.on, of: whileParty };
  return takenBack && isConsent(takenBack.action.kind)
    ? { by: takenBack.by, on: takenBack.on, of: ['territorial-extension'] }
    : null;
}
