import * as z from 'zod';
import { addDays, Day } from '../../calendar.ts';
import { ActionId, InstrumentId, StateCode } from '../../ids.ts';
import { isConsent, TerritoryStatus } from '../../vocabulary.ts';
import { isOfAll } from '../position/ending.ts';
import { positionOf } from '../position/position.ts';
import { isBound, type Position } from '../position/shape.ts';
import { nextEnding } from '../position/taking-effect.ts';
import type { InstrumentView, StateView } from '../state-view.ts';
import { endOf, territoryEffects } from '../territory/territory-effect.ts';

/** A legal effect on a day, past or to come: of an act of the State, or of the end of the instrument. */
export const Effect = z.lazy(() =>
  z
    .object({
      on: Day,
      effect: z
        .enum(['entry-into-force', 'withdrawal', 'termination', 'automatic-denunciation', 'territorial'])
        .describe(
          '`termination`: the instrument itself ends; `automatic-denunciation`: consent to a later instrument denounces it; `territorial`: the instrument begins or ceases to apply in a `territory`, as its status says.',
        ),
      state: StateCode,
      instrument: InstrumentId,
      title: z.string(),
      territory: z.object({ code: StateCode, status: TerritoryStatus }).optional(),
      basis: z.enum(['stated', 'computed']),
      /** The act that has this effect; absent for the end of an instrument, which is no act of the State. */
      action: ActionId.optional(),
    })
    .meta({ id: 'Effect' }),
);
export type Effect = z.infer<typeof Effect>;

/** Effects in the order of their days. */
export const inOrder = (effects: readonly Effect[]): Effect[] =>
  effects
    .map((effect) => ({ effect, order: orderOf(effect) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ effect }) => effect);

const orderOf = ({ on, state, instrument, effect, territory }: Effect): string =>
  [on, state, instrument, effect, territory?.code].join(' ');

/** The effects of a State's participation that are certain at the viewpoint, past and to come, each once. */
export function effectsOf(view: StateView, under: InstrumentView): Effect[] {
  if (under.actions.length === 0) return [];
  const at = { state: view.state.code, instrument: under.instrument.id, title: under.instrument.title };
  const own = territorial(view, under).map((effect) => ({ ...effect, ...at }));
  const all = [...own, ...positionsOf(under).flatMap((position) => effectsAt(position, at))];
  return [...new Map(all.map((effect) => [nameOf(effect), effect])).values()];
}

const nameOf = ({ on, effect, territory }: Effect): string => [on, effect, territory?.code].join(' ');

/** Where the State stands now, and where it stood each time before it joined again. */
function positionsOf({ instrument, actions, position }: InstrumentView): Position[] {
  const consents = actions.filter(({ kind, territory }) => isConsent(kind) && territory === undefined);
  if (consents.length < 2) return [position];
  const before = consents.map(({ doneOn }) => addDays(doneOn, -1)).sort();
  const earlier = before.slice(1).map((day) => positionOf(instrument, actions, day, position.endings));
  return [...earlier, position];
}

function effectsAt(position: Position, at: Pick<Effect, 'state' | 'instrument' | 'title'>): Effect[] {
  const { consent, inForce, withdrawal } = position;
  const effects: Effect[] = [];
  if (consent && inForce?.on)
    effects.push({
      ...at,
      on: inForce.on,
      effect: 'entry-into-force',
      basis: inForce.basis,
      action: consent.id,
    });
  const end = position.ended ?? (isBound(position) ? nextEnding(position) : undefined);
  if (end)
    effects.push({
      ...at,
      on: end.on,
      effect: isOfAll(end) ? 'termination' : 'automatic-denunciation',
      basis: isOfAll(end) ? 'stated' : 'computed',
      ...(end.action && { action: end.action }),
    });
  if (withdrawal)
    effects.push({
      ...at,
      on: withdrawal.on,
      effect: 'withdrawal',
      basis: withdrawal.basis,
      action: withdrawal.notice.id,
    });
  return effects;
}

/**
 * The effects for territories. It leaves out what ended with the State's own participation before its day,
 * and days that are only attested.
 */
const territorial = ({ state, asOf }: StateView, { instrument, actions, position }: InstrumentView) =>
  (state.territories ?? []).flatMap(({ code }) =>
    territoryEffects(instrument, code, actions, position, asOf).flatMap((one) => {
      const { action, status, on, attested } = one;
      const end = endOf(one, position, asOf);
      if (on === null || attested || (end && end.on <= on)) return [];
      return {
        on,
        effect: 'territorial' as const,
        territory: { code, status },
        basis: action.effectiveOn ? ('stated' as const) : ('computed' as const),
        action: action.id,
      };
    }),
  );
