import * as z from 'zod';
import { addMonths, Day, dayOf } from '../../core/calendar.ts';
import { ActionId, InstrumentId, StateCode } from '../../core/ids.ts';
import type { InstrumentView, StateView } from '../../core/state-view.ts';
import { refuseParameter } from '../input.ts';
import { read } from '../route.ts';
import { currentView } from '../viewpoint.ts';

const Effect = z
  .object({
    on: Day,
    effect: z.enum(['entry-into-force', 'withdrawal']),
    state: StateCode,
    instrument: InstrumentId,
    title: z.string(),
    basis: z.enum(['stated', 'computed']),
    /** The act that has this effect. */
    action: ActionId,
  })
  .meta({ id: 'Effect' });
type Effect = z.infer<typeof Effect>;

const farthest = '2200-12-31';

export const calendarRoutes = [
  read(
    {
      path: '/v1/calendar',
      operationId: 'getCalendar',
      tag: 'Calendar',
      summary: 'Effects to come: entries into force, and withdrawals taking effect',
      description:
        'Effects of acts that stand today. From today over five years, unless `from` and `to` say otherwise.',
      query: z.strictObject({ from: Day.optional(), to: Day.optional() }),
      answers: {
        200: {
          description: 'Effects by day.',
          schema: z.object({
            from: Day,
            to: Day,
            data: z.array(Effect),
            next: z.null(),
            sequence: z.number().int(),
          }),
        },
      },
    },
    async ({ now, query }, snapshot) => {
      const from = query.from ?? dayOf(now);
      if (from > farthest) refuseParameter('from', `A day up to ${farthest} is expected.`);
      const to = query.to ?? earlierOf(addMonths(from, 60), farthest);
      if (to < from || to > farthest) refuseParameter('to', `A day from ${from} to ${farthest} is expected.`);
      const tracked = [...snapshot.catalogue.states.values()].filter(({ tracked }) => tracked);
      const views = await Promise.all(
        tracked.map(async ({ code }) => currentView(snapshot, await snapshot.holdings(code), dayOf(now))),
      );
      const data = views
        .flatMap((view) => [...view.under.values()].flatMap((one) => effectsOf(view, one)))
        .filter(({ on }) => from <= on && on <= to)
        .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
      return { status: 200, body: { from, to, data, next: null, sequence: snapshot.head.sequence } };
    },
  ),
];

const earlierOf = (a: Day, b: Day): Day => (a < b ? a : b);

const keyOf = ({ on, state, instrument, effect }: Effect): string =>
  [on, state, instrument, effect].join(' ');

function effectsOf({ state }: StateView, { instrument, position }: InstrumentView): Effect[] {
  const { consent, inForce, withdrawal } = position;
  const at = { state: state.code, instrument: instrument.id, title: instrument.title };
  const effects: Effect[] = [];
  if (consent && inForce?.on)
    effects.push({
      ...at,
      on: inForce.on,
      effect: 'entry-into-force',
      basis: inForce.basis,
      action: consent.id,
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
