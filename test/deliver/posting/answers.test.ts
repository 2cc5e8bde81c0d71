import { beforeAll, describe, expect, test } from 'vitest';
import { hour, later, minute, msBetween } from '../../../functions/core/instant.ts';
import type { Store } from '../../../functions/store/index.ts';
import { freshTable } from '../../support/engine/table.ts';
import {
  deliveringOf,
  fannedOut,
  madeUp,
  reread,
  standing,
  start,
  subscribed,
  withRatification,
} from '../delivering.ts';
import { answering, receiver } from '../receiver.ts';

let store: Store;
beforeAll(async () => {
  store = await withRatification(await freshTable());
});

const ok = answering('200 OK');

describe('an answer', () => {
  test('of 2xx delivers, and says how long it took since the commit', async () => {
    await using to = await receiver(answering('204 No Content', ['server: x', 'set-cookie: hush'], ''));
    const subscription = await subscribed(store, to.port);
    const row = await fannedOut(store, subscription);
    const { attend, lines } = deliveringOf(store);
    await attend(row);
    expect(await reread(store, row)).toMatchObject({
      status: 'delivered',
      deliveredAt: start,
      nextAttemptAt: null,
      claim: null,
      climbed: 1,
      attempted: 1,
      attempts: [
        { trigger: 'live', verdict: 'delivered', code: null, status: 204, headers: { server: 'x' } },
      ],
    });
    const lag = msBetween('2026-11-23T18:15:20.000Z', start);
    expect(lines()).toContainEqual(expect.objectContaining({ DeliveryLag: lag }));
    expect(lines()).toContainEqual(expect.objectContaining({ DeliveriesOk: 1 }));
    expect(lines()).toContainEqual(
      expect.objectContaining({
        message: 'attempted',
        change: 'chg_000000000003',
        subscription: subscription.id,
      }),
    );
    expect((await standing(store, subscription)).health.lastSuccessAt).toBe(start);
  });

  test('WH-20 of 2xx with 5 MB delivers all the same', async () => {
    await using to = await receiver(answering('200 OK', [], 'x'.repeat(5_000_000)));
    const row = await madeUp(store, await subscribed(store, to.port), 1);
    await deliveringOf(store).attend(row);
    const { status, attempts } = await reread(store, row);
    expect(status).toBe('delivered');
    expect(attempts[0]?.body.length).toBe(4096);
  });

  test('WH-19 that drips holds its sender no longer than the deadline', async () => {
    await using to = await receiver((socket) => {
      const timer = setInterval(() => socket.write('x'), 20);
      socket.on('close', () => clearInterval(timer)).write('HTTP/1.1 200 OK\r\nx: ');
    });
    const row = await madeUp(store, await subscribed(store, to.port), 1);
    await deliveringOf(store).attend(row);
    const { status, attempts } = await reread(store, row);
    expect([status, attempts[0]?.code]).toEqual(['pending', 'timeout']);
    expect(attempts[0]?.times.total).toBeLessThan(1_500);
  });

  test('WH-16 of 410 disables the subscription, and nothing more is sent', async () => {
    await using to = await receiver(answering('410 Gone'));
    const subscription = await subscribed(store, to.port);
    const [first, next] = [await madeUp(store, subscription, 1), await madeUp(store, subscription, 2)];
    const { attend, rung, lines } = deliveringOf(store);
    await attend(first);
    await attend(next);
    expect(await standing(store, subscription)).toMatchObject({ status: 'disabled', reason: 'gone' });
    expect(lines().filter((line) => line.SubscriptionsDisabled === 1)).toHaveLength(1);
    expect(await reread(store, first)).toMatchObject({ status: 'held', attempts: [{ verdict: 'gone' }] });
    expect(await reread(store, next)).toMatchObject({ status: 'held', attempts: [] });
    const rows = await Array.fromAsync(store.deliveries.list(subscription.id));
    expect(rows.find(({ type }) => type === 'subscription.disabled')).toMatchObject({ status: 'held' });
    expect([to.requests.length, rung]).toEqual([1, []]);
  });

  test('of 3xx fails and is not followed; only the host it points to is kept', async () => {
    await using inner = await receiver(ok);
    await using to = await receiver(
      answering('302 Found', [`location: http://127.0.0.1:${inner.port}/secret`]),
    );
    const row = await madeUp(store, await subscribed(store, to.port), 1);
    await deliveringOf(store).attend(row);
    const { attempts } = await reread(store, row);
    expect(attempts).toMatchObject([{ code: 'redirect', redirectHost: `127.0.0.1:${inner.port}` }]);
    expect(JSON.stringify(attempts)).not.toContain('secret');
    expect(inner.requests).toEqual([]);
  });

  test.each([
    ['429 Too Many Requests', '600'],
    ['503 Service Unavailable', 'Tue, 24 Nov 2026 00:10:00 GMT'],
  ])(
    'WH-17 of %s with Retry-After %s pauses the whole subscription, charging nobody else',
    async (status, value) => {
      const answers = [answering(status, [`retry-after: ${value}`])];
      await using to = await receiver((socket) => (answers.shift() ?? ok)(socket));
      const subscription = await subscribed(store, to.port);
      const [first, next] = [await madeUp(store, subscription, 1), await madeUp(store, subscription, 2)];
      const { attend, pass, rung } = deliveringOf(store);
      await attend(first);
      await attend(next);
      expect(to.requests).toHaveLength(1);
      const waiting = await reread(store, next);
      expect(waiting).toMatchObject({
        status: 'pending',
        attempted: 0,
        nextAttemptAt: later(start, 10 * minute),
      });
      expect((await reread(store, first)).nextAttemptAt).toBe(later(start, 10 * minute));
      expect(rung).toEqual([{ subscription: subscription.id, delivery: first.key, delay: 600 }]);
      pass(10 * minute - 1);
      await attend(first, next);
      expect(to.requests).toHaveLength(1);
      pass(1);
      await attend(first, next);
      expect(to.requests).toHaveLength(3);
      expect((await standing(store, subscription)).health.pausedUntil).toBeNull();
    },
  );

  test('WH-17 a Retry-After of a week pauses for a day, and one in words not at all', async () => {
    await using week = await receiver(answering('503 Busy', ['retry-after: 604800']));
    await using words = await receiver(answering('503 Busy', ['retry-after: soon']));
    const [one, other] = [await subscribed(store, week.port), await subscribed(store, words.port)];
    const { attend } = deliveringOf(store);
    await attend(await madeUp(store, one, 1), await madeUp(store, other, 1));
    expect((await standing(store, one)).health.pausedUntil).toBe(later(start, 24 * hour));
    expect((await standing(store, other)).health.pausedUntil).toBeNull();
  });

  test('other than these, and none at all, fail with a code', async () => {
    await using broken = await receiver(answering('404 Not Found'));
    await using reset = await receiver((socket) => socket.resetAndDestroy());
    const closed = await receiver(ok);
    await closed[Symbol.asyncDispose]();
    const { attend, lines } = deliveringOf(store);
    const rows = [];
    for (const { port } of [broken, reset, closed])
      rows.push(await madeUp(store, await subscribed(store, port), 1));
    await attend(...rows);
    const codes = await Promise.all(rows.map(async (row) => (await reread(store, row)).attempts[0]?.code));
    expect(codes).toEqual(['http_status', 'connect_reset', 'connect_refused']);
    expect(lines().filter((line) => line.DeliveriesFailed === 1)).toHaveLength(3);
  });

  test('an address that the guard refuses is looked at again after an hour, then the subscription is disabled', async () => {
    const subscription = await subscribed(store, 9, { url: 'http://10.0.0.1:9/in' });
    const [row, other] = [await madeUp(store, subscription, 1), await madeUp(store, subscription, 2)];
    const { attend, pass } = deliveringOf(store);
    await attend(row);
    await attend(other);
    expect(await reread(store, row)).toMatchObject({
      status: 'pending',
      climbed: 0,
      nextAttemptAt: later(start, hour),
      attempts: [{ code: 'blocked_target', status: null }],
    });
    expect(await reread(store, other)).toMatchObject({ attempted: 0, nextAttemptAt: later(start, hour) });
    pass(hour);
    await attend(row);
    await attend(other);
    expect(await standing(store, subscription)).toMatchObject({
      status: 'disabled',
      reason: 'blocked-target',
    });
    expect((await reread(store, row)).status).toBe('held');
    expect(await reread(store, other)).toMatchObject({ status: 'held', attempted: 0 });
  });

  test('our own fault is not an attempt and charged to nobody', async () => {
    const subscription = await subscribed(store, 9);
    const row = await madeUp(store, subscription, 1);
    const { attend, rung } = deliveringOf(store, {
      send: async () => ({ answer: { kind: 'our-fault', reason: 'EMFILE' }, times: { total: 1 }, body: '' }),
    });
    expect(await attend(row)).toEqual({ batchItemFailures: [] });
    const after = await reread(store, row);
    expect(after).toMatchObject({ status: 'pending', climbed: 0, attempted: 0, attempts: [], claim: null });
    expect(rung).toEqual([{ subscription: subscription.id, delivery: row.key, delay: 30 }]);
    expect((await standing(store, subscription)).health.failuresInARow).toBe(0);
  });

  test('nor is it one if there is nothing to sign with: the job is reported as failed', async () => {
    await using to = await receiver(ok);
    const row = await madeUp(store, await subscribed(store, to.port), 1);
    const { attend } = deliveringOf(store, { masterSecret: () => Promise.reject(new Error('no secret')) });
    expect(await attend(row)).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] });
    expect(await reread(store, row)).toMatchObject({ attempted: 0, claim: null });
    expect(to.requests).toEqual([]);
  });
});
