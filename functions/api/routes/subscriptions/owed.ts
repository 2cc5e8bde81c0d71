import * as z from 'zod';
import { padSequence } from '../../../core/ids.ts';
import { hour, later } from '../../../core/instant.ts';
import type { Change } from '../../../core/record/change.ts';
import type { Delivery } from '../../../core/webhook/delivery.ts';
import { type Filter, matches } from '../../../core/webhook/filter.ts';
import { type FilterInForce, filterAt } from '../../../core/webhook/filter-history.ts';
import type { Subscription } from '../../../core/webhook/subscription.ts';
import { linkTo } from '../../../lib/http/base-path.ts';
import type { WebhookStore } from '../../../store/webhooks.ts';
import type { ApiDeps } from '../../deps.ts';

/** A subscription with every filter that it had after a sequence. */
export type Owing = Subscription & { filters: readonly FilterInForce[] };

/** Reads the filters that hold for changes after `after`; true for those committed so far. */
export async function owingOf(
  store: WebhookStore,
  subscription: Subscription,
  after: number,
): Promise<Owing> {
  const filters = await store.subscriptions.filters(subscription.id, after);
  const { filter, filterAfter } = subscription;
  return { ...subscription, filters: filters.length > 0 ? filters : [{ after: filterAfter, filter }] };
}

/** Whether the filter wants a change to be sent; a quiet change is announced by its import only. */
export const isWanted = (filter: Filter, change: Change): boolean => !change.quiet && matches(filter, change);

/** Whether the subscription should have received a change; nothing before its first verification. */
export const isOwed = (owing: Owing, change: Change): boolean =>
  owing.verifiedAt !== null &&
  isCommittedSince(owing, change) &&
  isWanted(filterAt(owing.filters, change.sequence), change);

/** Whether a change was committed after the subscription was made. */
export const isCommittedSince = ({ receivesAfter, madeAfter }: Subscription, { sequence }: Change): boolean =>
  sequence > (receivesAfter ?? madeAfter ?? 0);

/** Every change after `after` with its delivery row, if there is one; both come in order of sequence. */
export async function* besideRows(
  { changes, deliveries }: WebhookStore,
  { id }: Subscription,
  after: number,
  through: number,
): AsyncGenerator<{ change: Change; row: Delivery | undefined }> {
  const rows = deliveries.list(id, { from: padSequence(after) });
  const next = async (): Promise<Delivery | undefined> => {
    const { done, value } = await rows.next();
    return done ? undefined : value;
  };
  let row = await next();
  try {
    for await (const change of changes.list(after, through)) {
      while (row && row.sequence !== null && row.sequence < change.sequence) row = await next();
      yield { change, row: row?.sequence === change.sequence ? row : undefined };
    }
  } finally {
    await rows.return(undefined);
  }
}

const logKept = 30 * 24 * hour;
const mostExamined = 5000;

const ProposedReplay = z.lazy(() =>
  z
    .object({ method: z.literal('POST'), path: z.string(), body: z.looseObject({}) })
    .meta({ id: 'ProposedReplay', description: 'The request that sends what was missed.' }),
);

/** What an enabled subscription missed in the 30 days for which rows are kept. */
export const Missed = z.lazy(() =>
  z
    .object({
      held: z.number().int().describe('Recorded while it was paused, disabled or not verified.'),
      exhausted: z.number().int().describe('Tried ten times in vain.'),
      missing: z.number().int().describe('Never recorded for it.'),
      pending: z.number().int().describe('On their way, or waiting for their next attempt.'),
      afterSequence: z.number().int(),
      throughSequence: z.number().int().describe('How far was counted.'),
      complete: z.boolean().describe('Whether that is as far as fan-out has come.'),
      replay: ProposedReplay.nullable(),
    })
    .meta({ id: 'Missed' }),
);
export type Missed = z.infer<typeof Missed>;

export async function missedOf(
  { store, publicUrl }: Pick<ApiDeps, 'store' | 'publicUrl'>,
  subscription: Subscription,
  now: string,
): Promise<Missed> {
  const { id, shard, receivesAfter } = subscription;
  const end = await store.fanout.through(shard);
  const logged = await store.changes.before(later(now, -logKept), end);
  const after = Math.max(receivesAfter ?? 0, logged);
  const through = Math.max(after, Math.min(end, after + mostExamined));
  const owing = await owingOf(store, subscription, after);
  const counts = { held: 0, exhausted: 0, missing: 0, pending: 0 };
  for await (const { change, row } of besideRows(store, subscription, after, through)) {
    if (!isOwed(owing, change)) continue;
    if (!row) counts.missing++;
    else if (row.status !== 'delivered') counts[row.status]++;
  }
  const any = Object.values(counts).some((count) => count > 0);
  return {
    ...counts,
    afterSequence: after,
    throughSequence: through,
    complete: through >= end,
    replay: any
      ? {
          method: 'POST',
          path: linkTo(publicUrl, `/v1/subscriptions/${id}/replay`),
          body: { afterSequence: after, only: 'undelivered' },
        }
      : null,
  };
}
