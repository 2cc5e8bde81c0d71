import * as z from 'zod';
import { GivenInstant } from '../../../core/calendar.ts';
import { DomainError } from '../../../core/errors.ts';
import { msBetween } from '../../../core/instant.ts';
import type { Change } from '../../../core/record/change.ts';
import { again, deliveryOf } from '../../../core/webhook/composing.ts';
import type { Delivery } from '../../../core/webhook/delivery.ts';
import { isUnderWay } from '../../../core/webhook/sending/waiting.ts';
import { requireActive, woken } from '../../../core/webhook/subscribing.ts';
import type { Subscription } from '../../../core/webhook/subscription.ts';
import { Replay } from '../../../store/webhook/deliveries/replays.ts';
import type { WebhookStore } from '../../../store/webhooks.ts';
import { json } from '../../http/body.ts';
import { route } from '../../http/route.ts';
import { besideRows, isCommittedSince, isOwed, isWanted, owingOf } from './owed.ts';
import { changeOwned, owned, subscriptionParams, subscriptionPath } from './owned.ts';
import { ringAtOnce } from './sending.ts';

/** Rows that one call may look through, and send. */
const mostExamined = 2000;
const mostReplayed = 200;

/** Milliseconds after which a call that broke off no longer counts as running. */
const longestCall = 30_000;

const sequence = z.number().int().min(0);

const ReplayRequest = z.lazy(() => {
  const only = Replay.unwrap().shape.only.describe(
    'failed: tried ten times in vain; missing: held while it was off, never recorded, or waiting for a later attempt; undelivered: failed and missing; all: those delivered too.',
  );
  return z
    .union([
      z.strictObject({ afterSequence: sequence, only }).meta({ id: 'ReplayAfter' }),
      z.strictObject({ since: GivenInstant, only }).meta({ id: 'ReplaySince' }),
    ])
    .meta({ id: 'ReplayRequest' });
});

const Replayed = z.lazy(() =>
  z
    .object({
      replayed: sequence.describe('Put in line by this call; they are sent one by one, behind live ones.'),
      pending: sequence.describe(
        'Found waiting for an attempt: those whose time is later are put in line too, the others are under way.',
      ),
      throughSequence: sequence.describe('How far this call has looked.'),
      next: z
        .object({ afterSequence: sequence, only: Replay.unwrap().shape.only })
        .meta({ id: 'NextReplay' })
        .nullable()
        .describe('The body of the call that goes on; null at the end.'),
    })
    .meta({ id: 'Replayed' }),
);

export const replayRoutes = [
  route(
    {
      method: 'POST',
      path: `${subscriptionPath}/replay`,
      operationId: 'replay',
      tag: 'Deliveries',
      scope: 'subscriptions:manage',
      params: subscriptionParams,
      body: json(ReplayRequest),
      answers: { 202: { schema: Replayed } },
      refusals: ['not-verified', 'not-active', 'replay-running', 'unavailable'],
    },
    async (c) => {
      const { deps, now } = c.var;
      const body = c.req.valid('json');
      const { store } = deps;
      const subscription = await owned(c.var, c.req.valid('param'));
      requireActive(subscription);
      await changeOwned(c.var, c.req.valid('param'), (current) => woken(current, now));
      const end = await store.fanout.through(subscription.shard);
      const after = 'since' in body ? await store.changes.before(body.since, end) : body.afterSequence;
      const begun = await begin(store, subscription.id, { only: body.only, through: after, now });
      const { through, rows, pending } = await putInLine(store, subscription, {
        after,
        end,
        only: body.only,
        now,
      });
      const last = rows.at(-1)?.key ?? begun.last;
      await store.replays.put(subscription.id, {
        ...begun,
        through,
        last,
        writing: false,
        version: begun.version + 1,
      });
      const [first] = rows;
      if (first) await ringAtOnce(deps, first);
      const next = through < end ? { afterSequence: through, only: body.only } : null;
      return c.json({ replayed: rows.length, pending, throughSequence: through, next }, 202);
    },
  ),
];

type Begin = Pick<Replay, 'only' | 'through'> & { now: string };

/** Starts a replay or continues it. @throws DomainError `replay-running` if another is under way */
async function begin(store: WebhookStore, id: string, { only, through, now }: Begin): Promise<Replay> {
  const current = await store.replays.get(id);
  const goesOn = current?.writing === false && current.only === only && current.through === through;
  if (current && !goesOn && (await isRunning(store, id, current, now))) throw running();
  const version = (current?.version ?? 0) + 1;
  const begun: Replay = {
    only,
    through,
    last: current?.last ?? null,
    writing: true,
    startedAt: now,
    version,
  };
  if (!(await store.replays.put(id, begun))) throw running();
  return begun;
}

async function isRunning({ deliveries }: WebhookStore, subscription: string, replay: Replay, now: string) {
  const { last: key, writing, startedAt } = replay;
  if (writing && msBetween(startedAt, now) < longestCall) return true;
  const row = key && (await deliveries.get({ subscription, key }));
  return row ? row.status === 'pending' && row.trigger === 'replay' : false;
}

const running = (): DomainError =>
  new DomainError(
    'replay-running',
    'Another replay of this subscription is still running; continue it with its `next`, or wait until it ends.',
    { retryAfter: 10 },
  );

type ReplayLine = { after: number; end: number; only: Replay['only']; now: string };

async function putInLine(
  store: WebhookStore,
  subscription: Subscription,
  { after, end, only, now }: ReplayLine,
) {
  const rows: Delivery[] = [];
  let pending = 0;
  let through = Math.min(after, end);
  const last = Math.min(end, after + mostExamined);
  const owing = await owingOf(store, subscription, through);
  for await (const { change, row } of besideRows(store, subscription, after, last)) {
    if (rows.length === mostReplayed) break;
    const isMeant = isCommittedSince(owing, change) ? isOwed(owing, change) : isWanted(owing.filter, change);
    if (row?.status === 'pending') pending++;
    const anew = isMeant ? replayed(subscription, change, row, only, now) : null;
    if (anew && (await (row ? store.deliveries.put(anew) : store.deliveries.create(anew)))) rows.push(anew);
    through = change.sequence;
  }
  return { through, rows, pending };
}

/** The row to write, or null if this replay leaves the change alone, as it does any delivery under way. */
function replayed(
  subscription: Subscription,
  change: Change,
  row: Delivery | undefined,
  only: Replay['only'],
  now: string,
): Delivery | null {
  const state = row?.status ?? (isCommittedSince(subscription, change) ? 'missing' : 'earlier');
  if (!replayedBy[only].includes(state) || (row && isUnderWay(row, now))) return null;
  return row ? again(row, 'replay', now) : deliveryOf(change, subscription.id, 'replay', now);
}

/**
 * Which deliveries each kind of replay sends; `earlier` is what was committed before the first verification.
 */
const replayedBy: Record<Replay['only'], readonly (Delivery['status'] | 'missing' | 'earlier')[]> = {
  failed: ['exhausted'],
  missing: ['held', 'missing', 'pending'],
  undelivered: ['exhausted', 'held', 'missing', 'pending'],
  all: ['exhausted', 'held', 'missing', 'pending', 'delivered', 'earlier'],
};
