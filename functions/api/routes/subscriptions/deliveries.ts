import * as z from 'zod';
import { DomainError } from '../../../core/errors.ts';
import { padSequence } from '../../../core/ids.ts';
import { again } from '../../../core/webhook/composing.ts';
import { type Delivery, DeliveryStatus } from '../../../core/webhook/delivery.ts';
import { isUnderWay } from '../../../core/webhook/sending/waiting.ts';
import { requireActive, woken } from '../../../core/webhook/subscribing.ts';
import type { WebhookStore } from '../../../store/webhooks.ts';
import { nextLink, numeral } from '../../asking/page.ts';
import { route } from '../../http/route.ts';
import { DeliveryDetail, DeliverySummary, detailOf, summaryOf } from './deliveries-view.ts';
import { changeOwned, type Owner, owned, subscriptionParams, subscriptionPath } from './owned.ts';
import { ringAtOnce } from './sending.ts';

const tag = 'Deliveries';
const scope = 'subscriptions:manage';

/** Rows that one page may look through for a rare status. */
const mostExamined = 1000;

const keyText = z.lazy(() =>
  z
    .string()
    .regex(
      /^(?:\d{12}|[1-9]\d{0,11}|msg_[0-9A-HJKMNP-TV-Z]{26})$/,
      'a sequence, or the id of a message such as msg_01J…, is expected',
    )
    .transform((text) => (/^\d+$/.test(text) ? padSequence(Number(text)) : text))
    .meta({ override: { type: 'string' } }),
);

const query = z.lazy(() =>
  z.strictObject({
    status: DeliveryStatus.optional(),
    after: keyText.optional().meta({ description: 'Those that follow this sequence or message.' }),
    limit: numeral(1, 200).optional().meta({ description: 'How many at most; 100 where absent.' }),
  }),
);

const Deliveries = z.lazy(() =>
  z.object({
    data: z.array(DeliverySummary),
    next: z.string().nullable().describe('The `after` of the page that follows.'),
  }),
);

const params = subscriptionParams.extend({ delivery: keyText });

export const deliveryRoutes = [
  route(
    {
      method: 'GET',
      path: `${subscriptionPath}/deliveries`,
      operationId: 'listDeliveries',
      tag,
      scope,
      params: subscriptionParams,
      query,
      answers: { 200: { schema: Deliveries } },
      refusals: ['unknown-value'],
    },
    async (c) => {
      const { id } = await owned(c.var, c.req.valid('param'));
      const { status, after, limit = 100 } = c.req.valid('query');
      const { rows, next } = await pageOf(c.var.deps.store, id, { status, after, limit });
      const headers = nextLink(c, next === null ? {} : { after: next });
      return c.json({ data: rows.map(summaryOf), next }, 200, headers);
    },
  ),

  route(
    {
      method: 'GET',
      path: `${subscriptionPath}/deliveries/{delivery}`,
      operationId: 'getDelivery',
      tag,
      scope,
      params,
      answers: { 200: { schema: DeliveryDetail } },
      refusals: ['not-found'],
    },
    async (c) => c.json(detailOf(await ownedDelivery(c.var, c.req.valid('param'))), 200),
  ),

  route(
    {
      method: 'POST',
      path: `${subscriptionPath}/deliveries/{delivery}/resend`,
      operationId: 'resendDelivery',
      tag,
      scope,
      params,
      answers: { 202: { schema: DeliveryDetail } },
      refusals: ['not-verified', 'not-active', 'unavailable'],
    },
    async (c) => {
      const { deps, now } = c.var;
      const params = c.req.valid('param');
      requireActive(await owned(c.var, params));
      await changeOwned(c.var, params, (current) => woken(current, now));
      const before = await ownedDelivery(c.var, params);
      if (!isUnderWay(before, now)) await deps.store.deliveries.put(again(before, 'resend', now));
      await ringAtOnce(deps, before);
      const after = await ownedDelivery(c.var, params);
      return c.json(detailOf(after), 202, { location: c.req.path.slice(0, -'/resend'.length) });
    },
  ),
];

type Place = { subscription: string; delivery: string };

async function ownedDelivery(by: Owner, { delivery: key, ...params }: Place): Promise<Delivery> {
  const { id } = await owned(by, params);
  const row = await by.deps.store.deliveries.get({ subscription: id, key });
  if (!row)
    throw new DomainError(
      'not-found',
      `There is no delivery ${key}: it was never recorded, or is older than 30 days; a replay sends what is missing.`,
    );
  return row;
}

type WantedPage = { status: Delivery['status'] | undefined; after: string | undefined; limit: number };

async function pageOf({ deliveries }: WebhookStore, id: string, { status, after, limit }: WantedPage) {
  const rows: Delivery[] = [];
  let [examined, last] = [0, ''];
  for await (const row of deliveries.list(id, { from: after })) {
    if (rows.length === limit || examined === mostExamined) return { rows, next: last };
    examined++;
    last = row.key;
    if (!status || row.status === status) rows.push(row);
  }
  return { rows, next: null };
}
