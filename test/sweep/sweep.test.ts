import { expect, test } from 'vitest';
import { hour, later } from '../../functions/core/instant.ts';
import { eventSchema } from '../../functions/core/webhook/event-data.ts';
import { newHealth } from '../../functions/core/webhook/sending/health.ts';
import { type Subscription, shardCount } from '../../functions/core/webhook/subscription.ts';
import type { Store } from '../../functions/store/index.ts';
import { createSweep } from '../../functions/sweep/sweep.ts';
import { deliveringOf, fannedOut, madeUp, reread, start, withRatification } from '../deliver/delivering.ts';
import { freshTable } from '../support/engine/table.ts';
import { captureLog } from '../support/quiet-log.ts';
import { publicUrl } from '../support/record-fixture.ts';
import { joined, sweepingOf } from './sweeping.ts';

/** A port of nobody, because these tests send nothing. */
const nobody = 9;

const day = 24 * hour;
const aRecord = async () => withRatification(await freshTable());

const subscribe = (store: Store, over: Partial<Subscription> = {}) => joined(store, nobody, over);

/** As many sweeps as a round through all shards takes. */
async function sweepAround({ sweep }: ReturnType<typeof sweepingOf>): Promise<void> {
  for (let shard = 0; shard < shardCount; shard++) await sweep();
}

const messagesTo = async (store: Store, { id }: Subscription, type: string) =>
  (await Array.fromAsync(store.deliveries.list(id))).filter((row) => row.type === type);

const silent = (since: string) => ({
  status: 'failing' as const,
  receivesAfter: null,
  health: {
    ...newHealth,
    failuresInARow: 12,
    firstFailureAt: since,
    lastFailureAt: later(since, 13 * hour),
  },
});

test('disables after 120 h without a 2xx, not a millisecond sooner, and tells the owner once', async () => {
  const store = await aRecord();
  const to = await subscribe(store, silent(start));
  const sweeping = sweepingOf(store);
  sweeping.pass(120 * hour - 1);
  await sweepAround(sweeping);
  expect(await store.subscriptions.get(to.id)).toMatchObject({ status: 'failing' });
  sweeping.pass(1);
  await sweepAround(sweeping);
  await sweepAround(sweeping);
  expect(await store.subscriptions.get(to.id)).toMatchObject({ status: 'disabled', reason: 'failing' });
  const told = await messagesTo(store, to, 'subscription.disabled');
  expect(told).toHaveLength(1);
  expect(eventSchema('subscription.disabled').parse(JSON.parse(told[0]?.body ?? ''))).toMatchObject({
    data: { subscription: to.id, reason: 'failing', failuresInARow: 12, since: start },
  });
  expect(sweeping.metric('SubscriptionsDisabled')).toEqual([1]);
});

test('leaves alone what failed twice within 12 hours and then had nothing to receive', async () => {
  const store = await aRecord();
  const { health, ...rest } = silent(start);
  const to = await subscribe(store, {
    ...rest,
    health: { ...health, lastFailureAt: later(start, 12 * hour - 1) },
  });
  const sweeping = sweepingOf(store);
  sweeping.pass(400 * day);
  await sweepAround(sweeping);
  expect(await store.subscriptions.get(to.id)).toMatchObject({ status: 'failing' });
});

test('WH-28 a checkpoint goes no further than fan-out has come', async () => {
  const store = await aRecord();
  const to = await subscribe(store, { filter: { states: ['CHN'] }, receivesAfter: 0 });
  for (let shard = 0; shard < shardCount; shard++) await store.fanout.advance(shard, 2);
  await sweepAround(sweepingOf(store));
  const [row] = await messagesTo(store, to, 'feed.checkpoint');
  expect(JSON.parse(row?.body ?? '').data).toMatchObject({ fromSequence: 1, toSequence: 2, matched: 1 });
});

test('WH-25 two sweeps at once send once', async () => {
  const store = await aRecord();
  const { sequence } = await store.record.head();
  const quiet = await subscribe(store, silent(later(start, -121 * hour)));
  const filtered = await subscribe(store, { filter: { states: ['CHN'] } });
  for (let shard = 0; shard < shardCount; shard++) await store.fanout.advance(shard, sequence);
  const sent: string[] = [];
  const delivering = deliveringOf(store, {
    send: async ({ headers }) => {
      sent.push(headers['webhook-id'] ?? '');
      return { answer: { kind: 'answered', status: 200, headers: {} }, times: { total: 1 }, body: '' };
    },
  });
  const due = await fannedOut(store, filtered, sequence);
  const sweeping = sweepingOf(store);
  const [one, other] = [sweeping.another(), sweeping.another()];
  for (let shard = 0; shard < shardCount; shard++) await Promise.all([one(), other()]);
  const job = ({ subscription, delivery }: { subscription: string; delivery: string }) => ({
    subscription,
    key: delivery,
  });
  expect(sweeping.rung.length).toBeGreaterThan(3);
  await Promise.all(sweeping.rung.map((rung) => delivering.attend(job(rung))));
  expect(sent.filter((id) => id === due.messageId)).toHaveLength(1);
  expect(sent).toHaveLength(3);
  expect(await reread(store, due)).toMatchObject({ status: 'delivered', attempted: 1 });
  expect(await messagesTo(store, quiet, 'subscription.disabled')).toHaveLength(1);
  expect(await messagesTo(store, filtered, 'feed.checkpoint')).toHaveLength(1);
});

test('a part that fails stops no other', async () => {
  const store = await aRecord();
  const to = await subscribe(store);
  await madeUp(store, to, 101);
  const broken = {
    ...store,
    fanout: { ...store.fanout, behind: () => Promise.reject(new Error('throttled')) },
  };
  const sweeping = sweepingOf(broken);
  expect(await sweeping.sweep()).toMatchObject({ catchUp: { error: 'throttled' }, due: 1, mark: 1 });
  expect(sweeping.rung).toHaveLength(1);
});

test('what goes through the whole record waits until a load has ended, if only by failing, and nothing else does', async () => {
  const store = await aRecord();
  let loading: { failed?: true } | null = {};
  const { log } = captureLog();
  const queues = { fanout: async () => undefined, deliver: async () => undefined };
  const sweep = createSweep({ store, queues, now: () => start, log, publicUrl, loading: () => loading });
  const during = Object.keys(await sweep());
  loading = { failed: true };
  const after = Object.keys(await sweep());
  expect(after.filter((part) => !during.includes(part))).toEqual(['effects', 'edition']);
});
