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
export const effectsInOrder = (effects: readonly Effect[]): Effect[] =>
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
  const all = [...own, ...ofStatus(under, view.asOf).map((effect) => ({ ...at, ...effect }))];
  return [...new Map(all.map((effect) => [nameOf(effect), effect])).values()];
}

type OfStatus = Omit<Effect, 'state' | 'instrument' | 'title'>;

const nameOf = ({ on, effect, territory }: OfStatus): string => [on, effect, territory?.code].join(' ');

/** The effects of where the State stands now, and those that came to pass before it joined again. */
function ofStatus({ instrument, actions, position }: InstrumentView, asOf: Day): OfStatus[] {
  const consents = actions.filter(({ kind }) => isConsent(kind));
  if (consents.length < 2) return effectsAt(position);
  const on = (day: Day): Position => positionOf(instrument, actions, day, position.endings);
  const days = consents.map(({ doneOn }) => joinsOn(on(doneOn), doneOn)).filter((day) => day <= asOf);
  const before = days.flatMap((day) => effectsAt(on(addDays(day, -1))).filter((one) => one.on <= day));
  return [...before, ...effectsAt(position)];
}

/** The day from which a consent counts: one given while a withdrawal is pending waits for its effect. */
const joinsOn = ({ renewal, withdrawal }: Position, doneOn: Day): Day =>
  renewal && withdrawal ? withdrawal.on : doneOn;

/** The effects of one position. A State that leaves before entry into force, or on its day, is never a party. */
function effectsAt(position: Position): OfStatus[] {
  const enters = entering(position);
  const leaves = leaving(position);
  const isPrevented = position.status === 'contracting-state' && enters && leaves && leaves.on <= enters.on;
  return [isPrevented ? undefined : enters, leaves].filter((one) => one !== undefined);
}

function entering({ consent, inForce }: Position): OfStatus | undefined {
  if (!consent || !inForce?.on) return undefined;
  return { on: inForce.on, effect: 'entry-into-force', basis: inForce.basis, action: consent.id };
}

/** What ends the participation first; of two on one day it is the one without a notice. */
function leaving(position: Position): OfStatus | undefined {
  const { ended, withdrawal } = position;
  const end = ended ?? (isBound(position) ? nextEnding(position) : undefined);
  if (withdrawal && !(end && end.on <= withdrawal.on)) {
    const { on, basis, notice } = withdrawal;
    return { on, effect: 'withdrawal', basis, action: notice.id };
  }
  return (
    end && {
      on: end.on,
      effect: isOfAll(end) ? 'termination' : 'automatic-denunciation',
      basis: isOfAll(end) ? 'stated' : 'computed',
      ...(end.action && { action: end.action }),
    }
  );
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
