import * as z from 'zod';
import { InstrumentId } from '../../core/ids.ts';
import { Instrument, NewInstrument } from '../../core/instrument.ts';
import type { ApiDeps } from '../deps.ts';
import { listOf, pageOf, paging } from '../page.ts';
import { versionSeen, versionTag } from '../revising.ts';
import { read, route } from '../route.ts';
import { noInstrument } from '../viewpoint.ts';

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

  route(
    {
      method: 'PUT',
      path: '/v1/instruments/{instrument}',
      operationId: 'putInstrument',
      tag,
      scope: 'instruments:write',
      params,
      body: NewInstrument,
      headers: ['if-match', 'if-none-match'],
      answers: {
        200: { schema: Instrument },
        201: { schema: Instrument },
      },
      refusals: ['precondition-failed', 'precondition-required', 'unknown-value'],
    },
    async ({ deps, params, body, caller, now, path, header }) => {
      const { instrument: id } = params;
      const writing = { now, by: caller.owner };
      const known = await deps.store.record.read(({ catalogue }) => catalogue.instruments.get(id));
      const ifVersion = versionSeen(known, header);
      const instrument = await deps.store.cataloguing.putInstrument(id, body, { ...writing, ifVersion });
      await reconcileUnder(deps, id, writing);
      const headers = { etag: versionTag(instrument), location: path };
      return { status: instrument.version === 1 ? 201 : 200, body: instrument, headers };
    },
  ),
];

/** A revised rule may move the status of States that have acted already. */
async function reconcileUnder({ store }: ApiDeps, id: string, writing: { now: string; by: string }) {
  for (const state of await store.statesUnder(id)) await store.recording.reconcile(state, id, writing);
}
