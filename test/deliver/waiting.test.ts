import { beforeAll, describe, expect, test } from 'vitest';
import { hour, later, minute } from '../../functions/core/instant.ts';
import type { Delivery } from '../../functions/core/webhook/delivery.ts';
import type { Store } from '../../functions/store/index.ts';
import { freshTable } from '../support/engine/table.ts';
import {
  deliveringOf,
  madeUp,
  probing,
  reread,
  standing,
  start,
  subscribed,
  withRatification,
} from './delivering.ts';
import { answering, idsOf, receiver } from './receiver.ts';

let store: Store;
beforeAll(async () => {
  store = await withRatification(await freshTable());
});

const [ok, oops] = [answering('200 OK'), answering('500 Oops')];

const failed = {
  startedAt: start,
  trigger: 'live' as const,
  times: { total: 0 },
  verdict: 'failed' as const,
  code: 'timeout' as const,
  status: null,
  headers: {},
  body: '',
};

describe('health', () => {
  test('five failures in a row make it failing, and its owner is told once', async () => {
    await using to = await receiver(oops);
    const subscription = await subscribed(store, to.port);
    const { attend, rung } = deliveringOf(store);
    for (let sequence = 1; sequence <= 6; sequence++)
      await attend(await madeUp(store, subscription, sequence));
    expect(await standing(store, subscription)).toMatchObject({
      status: 'failing',
      health: { failuresInARow: 6 },
    });
    const told = (await Array.fromAsync(store.deliveries.list(subscription.id))).filter(
      ({ type }) => type === 'subscription.failing',
    );
    expect(told).toHaveLength(1);
    expect(JSON.parse(told[0]?.body ?? '')).toMatchObject({
      id: told[0]?.key,
      type: 'subscription.failing',
      data: { subscription: subscription.id, reason: 'http_status', failuresInARow: 5, since: start },
    });
    expect(rung).toContainEqual({ subscription: subscription.id, delivery: told[0]?.key, delay: 0 });
  });

  test('one 2xx heals', async () => {
    await using to = await receiver(ok);
    const failing = { ...probing({ failuresInARow: 7, nextProbeAt: null }) };
    const subscription = await subscribed(store, to.port, failing);
    await deliveringOf(store).attend(await madeUp(store, subscription, 1));
    expect(await standing(store, subscription)).toMatchObject({
      status: 'active',
      health: { failuresInARow: 0, firstFailureAt: null, lastSuccessAt: start },
    });
  });

  test('successes of one batch are noted once, the first of them', async () => {
    const { promise: noted, resolve } = Promise.withResolvers<void>();
    let [answered, notes] = [0, 0];
    await using to = await receiver(async (socket) => {
      answered += 1;
      if (answered > 1) await noted;
      ok(socket);
    });
    const noteAll: typeof store.subscriptions.noteAll = async (all) => {
      notes += all.length;
      return store.subscriptions.noteAll(all).finally(resolve);
    };
    const subscription = await subscribed(store, to.port);
    const rows = [1, 2, 3].map((sequence) => madeUp(store, subscription, sequence));
    const noting = { ...store, subscriptions: { ...store.subscriptions, noteAll } };
    await deliveringOf(noting).attend(...(await Promise.all(rows)));
    expect(to.requests).toHaveLength(3);
    expect(notes).toBe(1);
    expect((await standing(store, subscription)).health.lastSuccessAt).toBe(start);
  });

  test('120 h of silence disable it; what it should have had is held, and its owner is told all the same', async () => {
    const answers = [oops];
    await using to = await receiver((socket) => (answers.shift() ?? ok)(socket));
    const silent = probing({ nextProbeAt: null, lastFailureAt: later(start, 100 * hour) });
    const subscription = await subscribed(store, to.port, silent);
    const [row, next] = [await madeUp(store, subscription, 1), await madeUp(store, subscription, 2)];
    const { attend, pass, rung } = deliveringOf(store);
    pass(120 * hour);
    await attend(row);
    await attend(next);
    expect(await standing(store, subscription)).toMatchObject({ status: 'disabled', reason: 'failing' });
    expect([(await reread(store, row)).status, (await reread(store, next)).status]).toEqual(['held', 'held']);
    const [{ delivery: key = '' } = {}] = rung;
    await attend({ subscription: subscription.id, key });
    expect(await reread(store, { subscription: subscription.id, key })).toMatchObject({
      type: 'subscription.disabled',
      status: 'delivered',
    });
    expect(to.requests).toHaveLength(2);
    expect((await standing(store, subscription)).status).toBe('disabled');
  });

  test('a paused subscription has its events recorded as held, and is not sent to', async () => {
    await using to = await receiver(ok);
    const subscription = await subscribed(store, to.port, { status: 'paused', reason: 'owner' });
    const row = await madeUp(store, subscription, 1);
    await deliveringOf(store).attend(row);
    expect(await reread(store, row)).toMatchObject({ status: 'held', nextAttemptAt: null, attempted: 0 });
    expect(to.requests).toEqual([]);
  });
});

describe('probing', () => {
  test('after twenty failures only the oldest waiting delivery is tried, 1 to 60 minutes apart', async () => {
    await using to = await receiver(oops);
    const subscription = await subscribed(store, to.port, probing());
    const rows: Delivery[] = [];
    for (let sequence = 1; sequence <= 4; sequence++) rows.push(await madeUp(store, subscription, sequence));
    const { attend, clock, lines } = deliveringOf(store);
    await attend(...rows);
    expect(to.requests).toEqual([]);
    const waits: number[] = [];
    for (let probes = 0; probes < 9; probes++) {
      const { nextProbeAt } = (await standing(store, subscription)).health;
      waits.push((Date.parse(nextProbeAt ?? '') - Date.parse(clock.now)) / minute);
      clock.now = nextProbeAt ?? '';
      await attend(...rows.toReversed());
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(idsOf(to.requests)).toEqual(Array(9).fill('chg_000000000001'));
    expect(await reread(store, { subscription: subscription.id, key: '000000000001' })).toMatchObject({
      climbed: 0,
      attempted: 9,
      status: 'pending',
    });
    expect(lines().filter((line) => line.trigger === 'probe')).toHaveLength(9);
  });

  test('of many senders that come when a probe is due, one probes', async () => {
    await using to = await receiver(oops);
    const subscription = await subscribed(store, to.port, probing({ nextProbeAt: start }));
    const rows: Delivery[] = [];
    for (let sequence = 1; sequence <= 8; sequence++) rows.push(await madeUp(store, subscription, sequence));
    await Promise.all(rows.map((row) => deliveringOf(store).attend(row)));
    expect(idsOf(to.requests)).toEqual(['chg_000000000001']);
  });

  test('the first 2xx releases what waits, doorbell by doorbell, each not before its own ladder', async () => {
    await using to = await receiver(ok);
    const subscription = await subscribed(store, to.port, probing({ nextProbeAt: start }));
    const parked = { nextAttemptAt: later(start, 2 * hour) };
    const oldest = await madeUp(store, subscription, 1);
    for (let sequence = 2; sequence <= 120; sequence++) await madeUp(store, subscription, sequence, parked);
    const onLadder = await madeUp(store, subscription, 121, {
      ...parked,
      ...{ climbed: 2, attempted: 2, trigger: 'retry', attempts: [failed, failed] },
    });
    const { attend, rung } = deliveringOf(store);
    await attend(oldest);
    for (let job = rung.shift(); job; job = rung.shift())
      if (job.delay === 0) await attend({ subscription: job.subscription, key: job.delivery });
    expect(new Set(idsOf(to.requests)).size).toBe(120);
    expect(to.requests).toHaveLength(120);
    expect(await reread(store, onLadder)).toMatchObject({ nextAttemptAt: later(start, 5 * minute) });
  });

  test('what probed last and comes early is left until its own ladder lets it', async () => {
    await using to = await receiver(ok);
    const subscription = await subscribed(store, to.port);
    const attempts = [failed, failed, { ...failed, trigger: 'probe' as const }];
    const tried = { climbed: 2, attempted: 3, trigger: 'retry' as const, attempts };
    const row = await madeUp(store, subscription, 1, tried);
    const { attend, pass } = deliveringOf(store);
    await attend(row);
    expect(to.requests).toEqual([]);
    expect(await reread(store, row)).toMatchObject({ claim: null, nextAttemptAt: later(start, 5 * minute) });
    pass(5 * minute);
    await attend(row);
    expect(await reread(store, row)).toMatchObject({ status: 'delivered' });
  });

  test('what another puts off anew while it is released comes all the same', async () => {
    await using to = await receiver(ok);
    const subscription = await subscribed(store, to.port, probing({ nextProbeAt: start }));
    const oldest = await madeUp(store, subscription, 1);
    const parked = await madeUp(store, subscription, 2, { nextAttemptAt: later(start, hour) });
    let isOvertaken = false;
    const overtaken: Store['deliveries']['put'] = async (row) => {
      if (row.key === parked.key && !isOvertaken) {
        isOvertaken = true;
        await store.deliveries.put({ ...row, nextAttemptAt: later(start, 2 * hour) });
      }
      return await store.deliveries.put(row);
    };
    const deliveries = { ...store.deliveries, put: overtaken };
    const { attend, rung } = deliveringOf({ ...store, deliveries });
    await attend(oldest);
    for (let job = rung.shift(); job; job = rung.shift())
      if (job.delay === 0) await attend({ subscription: job.subscription, key: job.delivery });
    expect(idsOf(to.requests)).toEqual(['chg_000000000001', 'chg_000000000002']);
  });
});
