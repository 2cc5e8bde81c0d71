import * as z from 'zod';
import { Day, laterOf } from './calendar.ts';
import { bestTier } from './citation.ts';
import { ActionId, StateCode } from './ids.ts';
import type { Instrument } from './instrument.ts';
import type { LiveAction } from './live.ts';
import type { Position } from './position.ts';
import { noticeOutcome } from './rules.ts';
import type { Territory } from './state.ts';
import { ActionKind, isConsent, isTerritorial, TerritoryStatus, Tier } from './vocabulary.ts';

export const TerritoryPosition = z
  .object({
    territory: StateCode,
    status: TerritoryStatus,
    since: Day.nullable(),
    /** Set instead of `since` where the day is only attested: it was so on this day at the latest. */
    attestedOn: Day.optional(),
    basis: z.object({ action: ActionId, kind: ActionKind }).nullable(),
    confidence: Tier,
  })
  .meta({ id: 'TerritoryPosition' });
export type TerritoryPosition = z.infer<typeof TerritoryPosition>;

const says: Partial<Record<LiveAction['kind'], TerritoryStatus>> = {
  'territorial-extension': 'applies',
  'continued-application': 'applies',
  'territorial-exclusion': 'excluded',
  'territorial-non-extension': 'not-extended',
  denunciation: 'not-extended',
};

/**
 * Whether the instrument applies in each territory of the State on `asOf` (VCLT 29). It may apply where the State
 * itself is not a party (continued application). Without an act about the territory: `unknown` where the State is
 * bound, since practice differs, `not-extended` where it is not.
 */
export function territoryPositions(
  instrument: Instrument,
  territories: readonly Territory[],
  actions: readonly LiveAction[],
  position: Position,
  asOf: Day,
): TerritoryPosition[] {
  return territories
    .filter(({ from }) => from <= asOf)
    .map(({ code }) => territoryPosition(instrument, code, actions, position, asOf));
}

function territoryPosition(
  instrument: Instrument,
  territory: string,
  actions: readonly LiveAction[],
  position: Position,
  asOf: Day,
): TerritoryPosition {
  const deciding = actsAbout(territory, actions, asOf)
    .flatMap((action) => {
      const on = effectOn(instrument, action, position);
      return on && on <= asOf ? [{ action, on }] : [];
    })
    .reduce<Effect | undefined>(lastEffect, undefined);
  if (!deciding) return withoutAct(territory, position);
  const { action, on } = deciding;
  const end = endOf(position);
  if (end && end.on >= action.doneOn && end.of.includes(action.kind))
    return { ...withoutAct(territory, position), since: end.on, ...resting(end.by) };
  const attested = action.doneOnBasis === 'no-later-than' && !action.effectiveOn;
  return {
    territory,
    status: says[action.kind] ?? 'unknown',
    since: attested ? null : on,
    ...(attested && { attestedOn: on }),
    ...resting(action),
  };
}

const resting = ({ id, kind, sources }: LiveAction) => ({
  basis: { action: id, kind },
  confidence: bestTier(sources),
});

type Effect = { action: LiveAction; on: Day };

const withoutAct = (territory: string, { consent, status }: Position): TerritoryPosition => ({
  territory,
  status: consent && status !== 'former-party' ? 'unknown' : 'not-extended',
  since: null,
  basis: null,
  confidence: 'unverified',
});

function actsAbout(territory: string, actions: readonly LiveAction[], asOf: Day): LiveAction[] {
  const done = actions.filter((action) => action.doneOn <= asOf);
  const withdrawn = new Set(
    done
      .filter(({ kind, doneOn, effectiveOn }) => kind === 'withdrawal' && (effectiveOn ?? doneOn) <= asOf)
      .map(({ refersTo }) => refersTo),
  );
  return done
    .filter((action) => action.territory === territory && !withdrawn.has(action.id))
    .filter(({ kind }) => isTerritorial(kind) || kind === 'denunciation');
}

/**
 * An extension made on consenting takes effect with the instrument, a denunciation by the withdrawal rule; another
 * notification on the day it states or is made. Null for a denunciation that has no effect.
 */
function effectOn(instrument: Instrument, action: LiveAction, { inForce }: Position): Day | null {
  if (action.effectiveOn) return action.effectiveOn;
  if (action.kind === 'denunciation') {
    const outcome = noticeOutcome(instrument, action, inForce?.on ?? instrument.inForceOn ?? null);
    return outcome.effective ? outcome.on : null;
  }
  return action.kind === 'territorial-extension' && inForce?.on
    ? laterOf(action.doneOn, inForce.on)
    : action.doneOn;
}

const lastEffect = (last: Effect | undefined, next: Effect): Effect =>
  last && orderOf(last) > orderOf(next) ? last : next;

const orderOf = ({ action, on }: Effect): string => [on, action.doneOn, action.kind, action.id].join(' ');

type End = { by: LiveAction; on: Day; of: readonly ActionKind[] };

/** What ended the State's own participation, and the kinds of application that ended with it. */
function endOf({ status, withdrawal, takenBack }: Position): End | null {
  if (status === 'former-party' && withdrawal)
    return {
      by: withdrawal.notice,
      on: withdrawal.on,
      of: ['territorial-extension', 'continued-application'],
    };
  return takenBack && isConsent(takenBack.action.kind)
    ? { by: takenBack.by, on: takenBack.on, of: ['territorial-extension'] }
    : null;
}
