import * as z from 'zod';
import { DomainError } from '../../core/errors.ts';
import { SourceId } from '../../core/ids.ts';
import { Source } from '../../core/source.ts';
import { listOf, pageOf, paging } from '../asking/page.ts';
import { versionTag } from '../asking/revising.ts';
import { read } from '../http/route.ts';

const params = z.object({ source: SourceId });
const tag = 'Sources';

export const sourceRoutes = [
  read(
    {
      path: '/v1/sources',
      operationId: 'listSources',
      tag,
      query: z.strictObject(paging),
      answers: { 200: { schema: listOf(Source) } },
    },
    (c, { catalogue, head }) => {
      const { body, headers } = pageOf([...catalogue.sources.values()], ({ id }) => id, c, head.sequence);
      return c.json(body, 200, headers);
    },
  ),

  read(
    {
      path: '/v1/sources/{source}',
      operationId: 'getSource',
      tag,
      params,
      answers: { 200: { schema: Source } },
      refusals: ['not-found'],
    },
    (c, { catalogue }) => {
      const { source: id } = c.req.valid('param');
      const source = catalogue.sources.get(id);
      if (!source) throw new DomainError('not-found', `There is no source ${id}.`);
      return c.json(source, 200, { etag: versionTag(source) });
    },
  ),
];
