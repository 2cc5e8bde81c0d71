import * as z from 'zod';
import { DomainError } from '../../core/errors.ts';
import { SourceId } from '../../core/ids.ts';
import { NewSource, Source } from '../../core/source.ts';
import { listOf, pageOf, paging } from '../page.ts';
import { versionSeen, versionTag } from '../revising.ts';
import { read, route } from '../route.ts';

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

  route(
    {
      method: 'PUT',
      path: '/v1/sources/{source}',
      operationId: 'putSource',
      tag,
      scope: 'instruments:write',
      params,
      body: NewSource,
      headers: ['if-match', 'if-none-match'],
      answers: {
        200: { schema: Source },
        201: { schema: Source },
      },
      refusals: ['precondition-failed', 'precondition-required', 'unknown-value'],
    },
    async ({ deps, params, body, caller, now, path, header }) => {
      const { source: id } = params;
      const known = await deps.store.record.read(({ catalogue }) => catalogue.sources.get(id));
      const ifVersion = versionSeen(known, header);
      const writing = { now, by: caller.owner, ifVersion };
      const source = await deps.store.cataloguing.putSource(id, body, writing);
      const headers = { etag: versionTag(source), location: path };
      return { status: source.version === 1 ? 201 : 200, body: source, headers };
    },
  ),
];
