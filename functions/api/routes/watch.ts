import * as z from 'zod';
import { WatchedDocument, watchedDocument } from '../../core/depositary/watching/watched.ts';
import { listOf, pageOf, paging } from '../asking/page.ts';
import { route } from '../http/route.ts';

export const watchRoutes = [
  route(
    {
      method: 'GET',
      path: '/v1/watch',
      operationId: 'listWatched',
      tag: 'Proposals',
      scope: null,
      query: z.strictObject(paging),
      answers: { 200: { schema: listOf(WatchedDocument) } },
      refusals: ['unavailable'],
    },
    async (c) => {
      const { record, looks } = c.var.deps.store;
      const known = new Map((await looks.list()).map((look) => [look.instrument, look]));
      const { catalogue, sequence } = await record.read((now) => ({
        catalogue: now.catalogue,
        sequence: now.head.sequence,
      }));
      const all = [...catalogue.instruments.values()].map((instrument) =>
        watchedDocument(instrument, catalogue.readings.get(instrument.id), known.get(instrument.id)),
      );
      const { body, headers } = pageOf(all, ({ instrument }) => instrument, c, sequence);
      return c.json(body, 200, { ...headers, 'cache-control': 'no-store' });
    },
  ),
];
