import * as z from 'zod';
import { InstrumentId, SourceId } from '../../core/ids.ts';
import type { Clock } from '../../core/instant.ts';
import { Instrument, NewInstrument } from '../../core/instrument.ts';
import { NewSource, Source } from '../../core/source.ts';
import { versionSeen, versionTag } from '../asking/revising.ts';
import type { ApiDeps } from '../deps.ts';
import { json } from '../http/body.ts';
import { largestText, route } from '../http/route.ts';

/** Adding to the catalogue, and revising it. */
export const revisionRoutes = [
  route(
    {
      method: 'PUT',
      path: '/v1/instruments/{instrument}',
      operationId: 'putInstrument',
      tag: 'Instruments',
      scope: 'instruments:write',
      params: z.object({ instrument: InstrumentId }),
      body: json(NewInstrument),
      largestBody: largestText,
      headers: ['if-match', 'if-none-match'],
      answers: {
        200: { schema: Instrument },
        201: { schema: Instrument },
      },
      refusals: ['precondition-failed', 'precondition-required', 'date-out-of-range', 'unknown-value'],
    },
    async (c) => {
      const { deps, caller } = c.var;
      const { instrument: id } = c.req.valid('param');
      const body = c.req.valid('json');
      const writing = { now: deps.now, by: caller.owner };
      const known = await deps.store.record.read(({ catalogue }) => catalogue.instruments.get(id));
      const ifVersion = versionSeen(known, c.req);
      const instrument = await deps.store.cataloguing.putInstrument(id, body, { ...writing, ifVersion });
      await reconcileUnder(deps, id, writing);
      const headers = { etag: versionTag(instrument), location: c.req.path };
      return c.json(instrument, ifVersion === 0 ? 201 : 200, headers);
    },
  ),

  route(
    {
      method: 'PUT',
      path: '/v1/sources/{source}',
      operationId: 'putSource',
      tag: 'Sources',
      scope: 'instruments:write',
      params: z.object({ source: SourceId }),
      body: json(NewSource),
      largestBody: largestText,
      headers: ['if-match', 'if-none-match'],
      answers: {
        200: { schema: Source },
        201: { schema: Source },
      },
      refusals: ['precondition-failed', 'precondition-required', 'date-out-of-range', 'unknown-value'],
    },
    async (c) => {
      const { deps, caller } = c.var;
      const { source: id } = c.req.valid('param');
      const body = c.req.valid('json');
      const known = await deps.store.record.read(({ catalogue }) => catalogue.sources.get(id));
      const ifVersion = versionSeen(known, c.req);
      const writing = { now: deps.now, by: caller.owner, ifVersion };
      const source = await deps.store.cataloguing.putSource(id, body, writing);
      const headers = { etag: versionTag(source), location: c.req.path };
      return c.json(source, ifVersion === 0 ? 201 : 200, headers);
    },
  ),
];

/**
 * Moves the standings under a revised instrument, because its new rule may change the status of States that
 * have acted.
 */
async function reconcileUnder({ store }: ApiDeps, id: string, writing: { now: Clock; by: string }) {
  for (const state of await store.statesUnder(id)) await store.recording.reconcile(state, id, writing);
}
