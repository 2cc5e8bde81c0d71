import * as z from 'zod';
import { Day } from '../../calendar.ts';
import { bestTier } from '../../citation.ts';
import { refuseAt } from '../../errors.ts';
import { ActionId, StateCode } from '../../ids.ts';
import type { Instrument } from '../../instrument.ts';
import type { State, Territory } from '../../state.ts';
import { ActionKind, TerritoryStatus, Tier } from '../../vocabulary.ts';
import type { LiveAction } from '../live.ts';
import type { Position } from '../position/shape.ts';
import { endOf, type TerritoryEffect, territoryEffects } from './territory-effect.ts';

const TerritoryBasis = z.lazy(() =>
  z.object({ action: ActionId, kind: ActionKind }).meta({ id: 'TerritoryBasis' }),
);

export const TerritoryPosition = z.lazy(() =>
  z
    .object({
      territory: StateCode,
      status: TerritoryStatus,
      since: Day.nullable(),
      /** Set instead of `since` if the day is only attested: it was so on this day at the latest. */
      attestedOn: Day.optional(),
      basis: TerritoryBasis.nullable(),
      confidence: Tier,
      announced: z
        .object({ status: TerritoryStatus, on: Day.nullable(), action: ActionId, kind: ActionKind })
        .optional()
        .describe(
          'What an act already done brings on a day to come; `on` is null while that day is not known.',
        ),
    })
    .meta({ id: 'TerritoryPosition' }),
);
export type TerritoryPosition = z.infer<typeof TerritoryPosition>;

/**
 * Refuses a territory that is not the State's.
 * @throws DomainError `unknown-value` at `pointer`
 */
export function requireTerritory(
  territory: string,
  { code, territories = [] }: State,
  pointer: string,
): void {
  const codes = territories.map((one) => one.code);
  if (!codes.includes(territory))
    refuseAt(
      'unknown-value',
      pointer,
      `${territory} is not a territory of ${code}: ${codes.join(', ') || 'it has none'}.`,
    );
}

/**
 * Whether the instrument applies in each territory of the State on `asOf` (VCLT 29). It may apply though the
 * State is no party (continued application). An extension implies that it did not apply before. Without an
 * act about the territory the answer is `unknown` if the State is bound, because practice differs, and
 * `not-extended` if not.
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
    .map(({ code }) => {
      const effects = territoryEffects(instrument, code, actions, position, asOf);
      return positionBy(code, effects, position, asOf);
    });
}

function positionBy(
  territory: string,
  effects: readonly TerritoryEffect[],
  position: Position,
  asOf: Day,
): TerritoryPosition {
  const isDue = ({ on }: TerritoryEffect): boolean => on !== null && on <= asOf;
  const deciding = effects.filter(isDue).sort(byDay).at(-1);
  const [coming] = effects.filter((effect) => !isDue(effect) && !endOf(effect, position, asOf)).sort(byDay);
  return {
    ...(deciding ? decided(territory, deciding, position, asOf) : undecided(territory, coming, position)),
    ...(coming && { announced: { status: coming.status, on: coming.on, ...named(coming.action) } }),
  };
}

/** Sorts a day that is not known after all that are. */
const orderOf = ({ action, on }: TerritoryEffect): string =>
  [on ?? '9999', action.doneOn, action.kind, action.id].join(' ');

const byDay = (a: TerritoryEffect, b: TerritoryEffect): number => (orderOf(a) < orderOf(b) ? -1 : 1);

function decided(
  territory: string,
  effect: TerritoryEffect,
  position: Position,
  asOf: Day,
): TerritoryPosition {
  const { action, status, on, attested } = effect;
  const end = endOf(effect, position, asOf);
  if (end) return { ...withoutAct(territory, position), since: end.on, ...(end.by && resting(end.by)) };
  return {
    territory,
    status,
    since: attested ? null : on,
    ...(attested && on && { attestedOn: on }),
    ...resting(action),
  };
}

function undecided(
  territory: string,
  coming: TerritoryEffect | undefined,
  position: Position,
): TerritoryPosition {
  const without = withoutAct(territory, position);
  return coming?.action.kind === 'territorial-extension'
    ? { ...without, status: 'not-extended', ...resting(coming.action) }
    : without;
}

const withoutAct = (territory: string, { consent, status }: Position): TerritoryPosition => ({
  territory,
  status: consent && status !== 'former-party' ? 'unknown' : 'not-extended',
  since: null,
  basis: null,
  confidence: 'unverified',
});

const named = ({ id, kind }: LiveAction) => ({ action: id, kind });

const resting = (action: LiveAction) => ({
  basis: named(action),
  confidence: bestTier(action.sources),
});
