import * as z from 'zod';
import { addMonths, Day, dayOf, lastDay } from '../../core/calendar.ts';
import { Effect, effectsInOrder } from '../../core/law/effects/effect.ts';
import { AskedDay } from '../asking/viewpoint.ts';
import { refuseParameter } from '../http/input.ts';
import { read } from '../http/route.ts';

export const calendarRoutes = [
  read(
    {
      path: '/v1/calendar',
      operationId: 'getCalendar',
      isOfEveryone: true,
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
      const agendas = await snapshot.agendas(today);
      const data = effectsInOrder(
        agendas.flatMap(({ effects }) => effects.filter(({ on }) => from <= on && on <= to)),
      );
      return c.json({ from, to, data, next: null, sequence: snapshot.head.sequence }, 200);
    },
  ),
];

const earlierOf = (a: Day, b: Day): Day => (a < b ? a : b);
