import * as z from 'zod';
import { hour, later } from '../../../core/instant.ts';
import { ChangeType } from '../../../core/record/change.ts';
import { Filter } from '../../../core/webhook/filter.ts';
import type { WebhookStore } from '../../../store/webhooks.ts';
import { json } from '../../http/body.ts';
import { route } from '../../http/route.ts';
import { isWanted } from './owed.ts';
import { owned, requireKnown, subscriptionParams, subscriptionPath } from './owned.ts';

const tag = 'Subscriptions';
const scope = 'subscriptions:manage';
const method = 'POST';

const year = 365 * 24 * hour;
const mostExamined = 5000;

const PreviewAnswer = z.lazy(() =>
  z
    .object({
      total: z.number().int(),
      byType: z.partialRecord(ChangeType, z.number().int()),
      afterSequence: z.number().int(),
      throughSequence: z.number().int(),
      complete: z
        .boolean()
        .describe(`Whether all of the year was counted; else its last ${mostExamined} changes.`),
    })
    .meta({ id: 'FilterPreview', description: 'What the last year would have sent.' }),
);
type PreviewAnswer = z.infer<typeof PreviewAnswer>;

const answers = { 200: { schema: PreviewAnswer } };

export const previewRoutes = [
  route(
    {
      method,
      path: '/v1/subscriptions/filter/preview',
      operationId: 'previewFilter',
      tag,
      scope,
      body: json(z.strictObject({ filter: Filter })),
      answers,
      refusals: ['unknown-value'],
    },
    async (c) => {
      const { deps, now } = c.var;
      const { filter } = c.req.valid('json');
      await requireKnown(deps, filter);
      return c.json(await preview(deps.store, filter, now), 200);
    },
  ),

  route(
    {
      method,
      path: `${subscriptionPath}/filter/preview`,
      operationId: 'previewSubscription',
      tag,
      scope,
      params: subscriptionParams,
      answers,
    },
    async (c) => {
      const { filter } = await owned(c.var, c.req.valid('param'));
      return c.json(await preview(c.var.deps.store, filter, c.var.now), 200);
    },
  ),
];

async function preview(
  { changes, record }: WebhookStore,
  filter: Filter,
  now: string,
): Promise<PreviewAnswer> {
  const { sequence: through } = await record.head();
  const beginning = await changes.before(later(now, -year), through);
  const after = Math.max(beginning, through - mostExamined);
  const byType: PreviewAnswer['byType'] = {};
  let total = 0;
  for await (const change of changes.list(after, through)) {
    if (!isWanted(filter, change)) continue;
    byType[change.type] = (byType[change.type] ?? 0) + 1;
    total++;
  }
  const range = { afterSequence: after, throughSequence: through };
  return { total, byType, ...range, complete: after === beginning };
}
