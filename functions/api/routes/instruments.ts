import * as z from 'zod';
import { InstrumentId } from '../../core/ids.ts';
import { Instrument } from '../../core/instrument.ts';
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
    (call, { catalogue, head }) => ({
      status: 200,
      ...pageOf([...catalogue.instruments.values()], ({ id }) => id, call, head.sequence),
    }),
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
    ({ params }, { catalogue }) => {
      const instrument = catalogue.instruments.get(params.instrument);
      if (!instrument) throw noInstrument(params.instrument);
      return { status: 200, body: instrument, headers: { etag: versionTag(instrument) } };
    },
  ),
];
