import * as z from 'zod';
import { addMonths, Day, dayOf, lastDay } from '../../core/calendar.ts';
import { ActionId, InstrumentId, StateCode } from '../../core/ids.ts';
import { isOfAll } from '../../core/law/position/ending.ts';
import { isBound } from '../../core/law/position/shape.ts';
import { nextEnding } from '../../core/law/position/taking-effect.ts';
import type { InstrumentView, StateView } from '../../core/law/state-view.ts';
import { endOf, territoryEffects } from '../../core/law/territory/territory-effect.ts';
import { TerritoryStatus } from '../../core/vocabulary.ts';
import { AskedDay, currentView } from '../asking/viewpoint.ts';
import { refuseParameter } from '../http/input.ts';
import { read } from '../http/route.ts';

const Effect = z.lazy(() =>
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
      /** The act that has this effect; the end of an instrument is no act of the State. */
      action: ActionId.optional(),
    })
    .meta({ id: 'Effect' }),
);
type Effect = z.infer<typeof Effect>;

export const calendarRoutes = [
  read(
    {
      path: '/v1/calendar',
      operationId: 'getCalendar',
      tag: 'Calendar',
      query: z.strictObject({ from: AskedDay.optional(), to: AskedDay.optional() }),
      answers: {
        200: {
          schema: z.object({
            from: Day,
            to: Day,
            data: z.array(Effect),
            next: z.string().nullable().describe('Always null: the answer is whole.'),
            sequence: z.number().int(),
          }),
        },
      },
    },
    async (c, snapshot) => {
      const today = dayOf(c.var.now);
      const { from = today, to: until } = c.req.valid('query');
      const to = until ?? earlierOf(addMonths(from, 60), lastDay);
      if (to < from || to > lastDay)
        refuseParameter('to', `A day from ${from} (from) to ${lastDay} is expected.`);
      const everyone = await snapshot.everyone();
      const views = everyone.map((holdings) => currentView(snapshot, holdings, today));
      const data = views
        .flatMap((view) => [...view.under.values()].flatMap((one) => effectsOf(view, one)))
        .filter(({ on }) => from <= on && on <= to)
        .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
      return c.json({ from, to, data, next: null, sequence: snapshot.head.sequence }, 200);
    },
  ),
];

const earlierOf = (a: Day, b: Day): Day => (a < b ? a : b);

const keyOf = ({ on, state, instrument, effect, territory }: Effect): string =>
  [on, state, instrument, effect, territory?.code].join(' ');

function effectsOf(view: StateView, under: InstrumentView): Effect[] {
  const { position } = under;
  const { consent, inForce, withdrawal } = position;
  const at = { state: view.state.code, instrument: under.instrument.id, title: under.instrument.title };
  const effects: Effect[] = territorial(view, under).map((effect) => ({ ...effect, ...at }));
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

/** What ended with the State's own participation before its day is left out, as is a day that is only attested. */
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
