import * as z from 'zod';
import { Day, laterOf } from './calendar.ts';
import { bestTier } from './citation.ts';
import { ActionId, StateCode } from './ids.ts';
import type { LiveAction } from './live.ts';
import type { Position } from './position.ts';
import type { Territory } from './state.ts';
import { ActionKind, isTerritorial, TerritoryStatus, Tier } from './vocabulary.ts';

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
  territories: readonly Territory[],
  actions: readonly LiveAction[],
  position: Position,
  asOf: Day,
): TerritoryPosition[] {
  return territories
    .filter(({ from }) => from <= asOf)
    .map(({ code }) => territoryPosition(code, actions, position, asOf));
}

function territoryPosition(
  territory: string,
  actions: readonly LiveAction[],
  position: Position,
  asOf: Day,
): TerritoryPosition {
  const deciding = actsAbout(territory, actions, asOf)
    .map((action) => ({ action, on: effectOn(action, position) }))
    .filter(({ on }) => on <= asOf)
    .reduce<Effect | undefined>(lastEffect, undefined);
  if (!deciding) return withoutAct(territory, position);
  const { action, on } = deciding;
  const left = leftOn(position, asOf);
  if (left && left >= on && says[action.kind] === 'applies')
    return { ...withoutAct(territory, position), since: left };
  const attested = action.doneOnBasis === 'no-later-than' && !action.effectiveOn;
  return {
    territory,
    status: says[action.kind] ?? 'unknown',
    since: attested ? null : on,
    ...(attested && { attestedOn: on }),
    basis: { action: action.id, kind: action.kind },
    confidence: bestTier(action.sources),
  };
}

type Effect = { action: LiveAction; on: Day };

const withoutAct = (territory: string, { consent, status }: Position): TerritoryPosition => ({
  territory,
  status: consent && status !== 'former-party' ? 'unknown' : 'not-extended',
  since: null,
  basis: null,
  confidence: 'unverified',
});

function actsAbout(territory: string, actions: readonly LiveAction[], asOf: Day): LiveAction[] {
  const done = actions.filter((action) => action.territory === territory && action.doneOn <= asOf);
  const withdrawn = new Set(done.filter(({ kind }) => kind === 'withdrawal').map(({ refersTo }) => refersTo));
  return done.filter(
    ({ id, kind }) => (isTerritorial(kind) || kind === 'denunciation') && !withdrawn.has(id),
  );
}

/** An extension made on consenting takes effect with the instrument; a notification, on the day it states or is made. */
function effectOn(action: LiveAction, { inForce }: Position): Day {
  if (action.effectiveOn) return action.effectiveOn;
  return action.kind === 'territorial-extension' && inForce?.on
    ? laterOf(action.doneOn, inForce.on)
    : action.doneOn;
}

const lastEffect = (last: Effect | undefined, next: Effect): Effect =>
  last && orderOf(last) > orderOf(next) ? last : next;

const orderOf = ({ action, on }: Effect): string => [on, action.doneOn, action.kind, action.id].join(' ');

const leftOn = ({ status, withdrawal }: Position, asOf: Day): Day | null =>
  status === 'former-party' && withdrawal && withdrawal.on <= asOf ? withdrawal.on : null;
