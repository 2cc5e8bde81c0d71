import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { hour, later } from '../../functions/core/instant.ts';
import { matches } from '../../functions/core/webhook/filter.ts';
import { newHealth } from '../../functions/core/webhook/sending/health.ts';
import type { Subscription } from '../../functions/core/webhook/subscription.ts';
import { shardCount } from '../../functions/core/webhook/subscription.ts';
import type { DeliverJob } from '../../functions/lib/queues.ts';
import { createSubscriptionWalk } from '../../functions/sweep/subscription-walk.ts';
import { standing, start, subscribed, withRatification } from '../deliver/delivering.ts';
import { freshTable } from '../support/engine/table.ts';
import { captureLog } from '../support/quiet-log.ts';
import { publicUrl } from '../support/record-fixture.ts';

async function walking() {
  const store = await withRatification(await freshTable());
  const rung: DeliverJob[] = [];
  const { log, lines } = captureLog();
  const queues = { deliver: async (jobs: DeliverJob[]) => void rung.push(...jobs) };
  const walk = createSubscriptionWalk({ store, queues, log, publicUrl });
  const { sequence } = await store.record.head();
  for (let shard = 0; shard < shardCount; shard++) await store.fanout.advance(shard, sequence);
  const member = async (over: Partial<Subscription> = {}) => {
    const { id } = await subscribed(store, 8443, { ...over, verifiedAt: null });
    return store.subscriptions.update(id, (current) => ({ ...current, verifiedAt: start }));
  };
  /** Once through all shards. */
  const whole = async (now: string) => {
    let made = 0;
    for (let shard = 0; shard < shardCount; shard++) made += await walk(now);
    return made;
  };
  const messages = async ({ id }: Subscription) =>
    (await Array.fromAsync(store.deliveries.list(id))).map(({ body = '' }) => JSON.parse(body));
  return { store, rung, lines, member, whole, messages, sequence };
}

test('WH-28 a filtered subscription has a checkpoint a day, however many sweeps there are, true to the feed', async () => {
  const { store, rung, member, whole, messages, sequence } = await walking();
  const filter = { instruments: ['ilo-c029'], states: ['CHN'] };
  const subscription = await member({ filter, receivesAfter: 1 });
  await member({ filter: {} });
  expect(await whole(start)).toBe(1);
  expect((await Promise.all([whole(start), whole(start)])).reduce((sum, made) => sum + made)).toBe(0);
  expect(await whole(later(start, 23 * hour))).toBe(0);
  expect(await whole(later(start, 24 * hour))).toBe(1);
  const feed = await Array.fromAsync(store.changes.list(1, sequence));
  const ids = feed.filter((change) => matches(filter, change)).map(({ body }) => JSON.parse(body).id);
  expect(ids.length).toBeGreaterThan(0);
  const sent = await messages(subscription);
  const first = sent.find(({ timestamp }) => timestamp === start);
  expect(first).toMatchObject({
    type: 'feed.checkpoint',
    data: {
      fromSequence: 2,
      toSequence: sequence,
      matched: ids.length,
      sha256OfIds: createHash('sha256').update(ids.join('\n')).digest('hex'),
      url: `${publicUrl}/v1/changes?subscription=${subscription.id}&after=1`,
    },
  });
  const second = sent.find(({ timestamp }) => timestamp !== start);
  expect(second.data).toMatchObject({ fromSequence: sequence + 1, toSequence: sequence, matched: 0 });
  expect(rung).toHaveLength(2);
});

test('a checkpoint whose note was lost with a crash is the same message when it is made again', async () => {
  const { store, member, whole, messages } = await walking();
  const subscription = await member({ filter: { states: ['CHN'] } });
  await whole(start);
  await store.subscriptions.update(subscription.id, (current) => ({ ...current, checkpoint: null }));
  expect(await whole(later(start, hour))).toBe(0);
  expect(await messages(subscription)).toHaveLength(1);
});

test('WH-26 who has not answered for 120 hours is disabled and told once, by one of many sweeps', async () => {
  const { store, rung, lines, member, whole, messages } = await walking();
  const failing = {
    ...newHealth,
    failuresInARow: 30,
    firstFailureAt: start,
    lastFailureAt: later(start, 12 * hour),
  };
  const dead = await member({ status: 'failing', health: failing });
  const paused = await member({ status: 'paused', health: failing });
  const once = await member({ health: { ...failing, lastFailureAt: later(start, 12 * hour - 1) } });
  expect(await whole(later(start, 120 * hour - 1))).toBe(0);
  expect(await whole(later(start, 120 * hour))).toBe(1);
  expect(await whole(later(start, 121 * hour))).toBe(0);
  expect(await standing(store, dead)).toMatchObject({ status: 'disabled', reason: 'failing' });
  expect(await standing(store, paused)).toMatchObject({ status: 'paused' });
  expect(await standing(store, once)).toMatchObject({ status: 'active' });
  expect(await messages(dead)).toMatchObject([
    { type: 'subscription.disabled', data: { reason: 'failing', failuresInARow: 30, since: start } },
  ]);
  expect(rung.map(({ subscription }) => subscription)).toEqual([dead.id]);
  expect(lines).toContainEqual(expect.objectContaining({ message: 'subscription.disabled' }));
});

test('one whose verification was cut off halfway learns from where on it receives', async () => {
  const { store, member, whole, sequence } = await walking();
  const subscription = await member({ receivesAfter: null, challengeHash: 'x' });
  await whole(start);
  expect(await standing(store, subscription)).toMatchObject({
    status: 'active',
    challengeHash: null,
    receivesAfter: sequence,
  });
});
