import * as z from 'zod';
import { InstrumentId } from '../../core/ids.ts';
import { Instrument } from '../../core/instrument.ts';
import { RecordedReading } from '../../core/record/reading.ts';
import { listOf, pageOf, paging } from '../asking/page.ts';
import { versionTag } from '../asking/revising.ts';
import { noInstrument } from '../asking/viewpoint.ts';
import { read } from '../http/route.ts';

const params = z.object({ instrument: InstrumentId });
const tag = 'Instruments';

export const instrumentRoutes = [
  read(
    {
      path: '/v1/instruments',
      operationId: 'listInstruments',
      tag,
      query: z.strictObject(paging),
      answers: { 200: { schema: listOf(Instrument) } },
    },
    (c, { catalogue, head }) => {
      const all = [...catalogue.instruments.values()];
      const { body, headers } = pageOf(all, ({ id }) => id, c, head.sequence);
      return c.json(body, 200, headers);
    },
  ),

  read(
    {
      path: '/v1/instruments/{instrument}',
      operationId: 'getInstrument',
      tag,
      params,
      answers: {
        200: { schema: Instrument },
      },
      refusals: ['not-found'],
    },
    (c, { catalogue }) => {
      const { instrument: id } = c.req.valid('param');
      const instrument = catalogue.instruments.get(id);
      if (!instrument) throw noInstrument(id);
      return c.json(instrument, 200, { etag: versionTag(instrument) });
    },
  ),

  read(
    {
      path: '/v1/instruments/{instrument}/readings',
      operationId: 'listReadings',
      tag,
      params,
      query: z.strictObject(paging),
      answers: { 200: { schema: listOf(RecordedReading) } },
      refusals: ['not-found'],
    },
    async (c, { catalogue, head }) => {
      const { instrument: id } = c.req.valid('param');
      if (!catalogue.instruments.has(id)) throw noInstrument(id);
      const all = await Array.fromAsync(c.var.deps.store.readingsOf(id, lastDay));
      const { body, headers } = pageOf(all, ({ statusAsAt }) => statusAsAt, c, head.sequence);
      return c.json(body, 200, headers);
    },
  ),
];

const lastDay = '9999-12-31';
