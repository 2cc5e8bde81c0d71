import * as z from 'zod';
import { DomainError } from '../../core/errors.ts';
import { InstrumentId } from '../../core/ids.ts';
import { Instrument } from '../../core/instrument.ts';
import type { Catalogue, Viewpoint } from '../../core/law/holdings.ts';
import { Tally, tallyOf } from '../../core/law/tally.ts';
import { RecordedReading } from '../../core/record/reading.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import { listOf, mostEntries, pageOf, paging, placeOf } from '../asking/page.ts';
import { versionTag } from '../asking/revising.ts';
import {
  catalogueOf,
  noInstrument,
  notYet,
  requestedViewpoint,
  rowsUnder,
  viewpoint,
} from '../asking/viewpoint.ts';
import { read } from '../http/route.ts';

const params = z.object({ instrument: InstrumentId });
const tag = 'Instruments';

/** The instrument with counts if a day is given; without, the version that `If-Match` names. */
const CountedInstrument = z.lazy(() =>
  Instrument.unwrap()
    .extend({ tally: Tally.optional().describe('Where `asOf` or `knownAt` is given.') })
    .meta({ id: 'CountedInstrument' }),
);

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
      query: z.strictObject(viewpoint),
      answers: { 200: { schema: CountedInstrument } },
      refusals: ['not-found'],
    },
    async (c, snapshot) => {
      const { instrument: id } = c.req.valid('param');
      const { asOf, knownAt } = c.req.valid('query');
      const catalogue = await catalogueOf(c, snapshot);
      const instrument = catalogue.instruments.get(id);
      if (asOf === undefined && knownAt === undefined && instrument)
        return c.json(instrument, 200, { etag: versionTag(instrument) });
      const tally = await tallyUnder(snapshot, catalogue, id, requestedViewpoint(c));
      if (!instrument) throw new DomainError('not-found', notYet(id, knownAt));
      return c.json({ ...instrument, tally }, 200);
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
      const { limit = mostEntries } = c.req.valid('query');
      const asked = { instrument: id, after: placeOf(c), most: limit + 1 };
      const page = await c.var.deps.store.readingsAfter(asked);
      const { body, headers } = pageOf(page, ({ statusAsAt }) => statusAsAt, c, head.sequence);
      return c.json(body, 200, headers);
    },
  ),
];

async function tallyUnder(
  snapshot: Snapshot,
  catalogue: Catalogue,
  id: string,
  viewpoint: Viewpoint,
): Promise<Tally> {
  const reading = catalogue.readings.get(id);
  const rows = await rowsUnder(snapshot, catalogue, id, viewpoint);
  const then = reading
    ? await rowsUnder(snapshot, catalogue, id, { ...viewpoint, asOf: reading.statusAsAt })
    : [];
  return tallyOf(viewpoint.asOf, rows, reading, then);
}
