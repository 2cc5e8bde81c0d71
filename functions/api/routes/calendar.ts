import * as z from 'zod';
import { addMonths, Day, dayOf, lastDay } from '../../core/calendar.ts';
import { Effect, effectsOf } from '../../core/law/effect.ts';
import { AskedDay, currentView } from '../asking/viewpoint.ts';
import { refuseParameter } from '../http/input.ts';
import { read } from '../http/route.ts';

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
