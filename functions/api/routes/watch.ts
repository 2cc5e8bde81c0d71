import * as z from 'zod';
import { WatchedDocument } from '../../core/depositary/watching/watched.ts';
import { watchedDocuments } from '../../store/depositary/watched.ts';
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
      const last = await looks.list();
      const { all, sequence } = await record.read(async (now) => ({
        all: await watchedDocuments(now, last),
        sequence: now.head.sequence,
      }));
      const { body, headers } = pageOf(all, ({ instrument }) => instrument, c, sequence);
      return c.json(body, 200, { ...headers, 'cache-control': 'no-store' });
    },
  ),
];
