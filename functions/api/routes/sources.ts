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
    (call, { catalogue, head }) => ({
      status: 200,
      ...pageOf([...catalogue.sources.values()], ({ id }) => id, call, head.sequence),
    }),
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
    ({ params }, { catalogue }) => {
      const source = catalogue.sources.get(params.source);
      if (!source) throw new DomainError('not-found', `There is no source ${params.source}.`);
      return { status: 200, body: source, headers: { etag: versionTag(source) } };
    },
  ),
];
