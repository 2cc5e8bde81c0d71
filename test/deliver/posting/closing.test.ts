import { beforeAll, expect, test } from 'vitest';
import { later, minute } from '../../../functions/core/instant.ts';
import type { Store } from '../../../functions/store/index.ts';
import { freshTable } from '../../support/engine/table.ts';
import {
  deliveringOf,
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

/** A store with which the sender dies when it records a delivery. */
const dyingAtTheRecord = (): Store => ({
  ...store,
  deliveries: { ...store.deliveries, put: () => Promise.reject(new Error('killed')) },
});

test('WH-16 a 410 closes the subscription even if its sender dies before the attempt is on record', async () => {
  await using to = await receiver(answering('410 Gone'));
  const subscription = await subscribed(store, to.port);
  const row = await madeUp(store, subscription, 1);
  await deliveringOf(store, { store: dyingAtTheRecord() }).attend(row);
  expect(await standing(store, subscription)).toMatchObject({ status: 'disabled', reason: 'gone' });
  const { attend, pass } = deliveringOf(store);
  pass(2 * minute);
  await attend(row);
  expect(to.requests).toHaveLength(1);
  expect(await reread(store, row)).toMatchObject({ status: 'held' });
});

test('WH-17 Retry-After silences the subscription even if its sender dies before the attempt is on record', async () => {
  await using to = await receiver(answering('429 Too Many Requests', ['retry-after: 600']));
  const subscription = await subscribed(store, to.port);
  const [row, other] = [await madeUp(store, subscription, 1), await madeUp(store, subscription, 2)];
  await deliveringOf(store, { store: dyingAtTheRecord() }).attend(row);
  await deliveringOf(store).attend(other);
  expect(to.requests).toHaveLength(1);
  expect(await reread(store, other)).toMatchObject({ status: 'pending', attempted: 0 });
});

test('a delivery is held only if its subscription is off, not because it was about to be', async () => {
  await using to = await receiver(answering('500 Oops'));
  const firstFailureAt = later(start, -119 * 60 * minute);
  const subscription = await subscribed(store, to.port, { status: 'failing' });
  const failing = { ...subscription.health, failuresInARow: 9, firstFailureAt, lastFailureAt: start };
  await store.subscriptions.update(subscription.id, (current) => ({ ...current, health: failing }));
  const row = await madeUp(store, subscription, 1);
  const { attend, deps, pass } = deliveringOf(store);
  pass(70 * minute);
  const { send } = deps;
  deps.send = async (posting) => {
    const posted = await send(posting);
    await store.subscriptions.update(subscription.id, (current) => ({
      ...current,
      status: 'active',
      health: subscription.health,
    }));
    return posted;
  };
  await attend(row);
  expect(await standing(store, subscription)).toMatchObject({ status: 'active' });
  expect(await reread(store, row)).toMatchObject({ status: 'pending', attempted: 1 });
});

test('WH-34 an attempt that was under way does not put an end to the silence that a receiver asked for', async () => {
  await using to = await receiver(answering('200 OK'));
  const subscription = await subscribed(store, to.port);
  const pausedUntil = later(start, 10 * minute);
  const { attend, deps, pass } = deliveringOf(store);
  const { send } = deps;
  deps.send = async (posting) => {
    await store.subscriptions.update(subscription.id, (current) => ({
      ...current,
      health: { ...current.health, failuresInARow: 1, pausedUntil },
    }));
    return send(posting);
  };
  await attend(await madeUp(store, subscription, 1));
  deps.send = send;
  await store.subscriptions.update(subscription.id, (current) => ({
    ...current,
    health: { ...current.health, lastSuccessAt: null },
  }));
  const next = await madeUp(store, subscription, 2);
  await attend(next);
  expect(to.requests).toHaveLength(1);
  pass(11 * minute);
  await attend(next);
  expect(to.requests).toHaveLength(2);
});

test('WH-17 Retry-After silences the subscription when it answers a test, too', async () => {
  await using to = await receiver(answering('503 Service Unavailable', ['retry-after: 600']));
  const subscription = await subscribed(store, to.port);
  const { attend, clock } = deliveringOf(store);
  await attend(await madeUp(store, subscription, 1, { trigger: 'test' }));
  expect(await standing(store, subscription)).toMatchObject({
    status: 'active',
    health: { failuresInARow: 0, pausedUntil: later(clock.now, 10 * minute) },
  });
});

test('a test that was asked for before its subscription was paused is not sent after', async () => {
  await using to = await receiver(answering('200 OK'));
  const subscription = await subscribed(store, to.port, { status: 'paused', reason: 'owner' });
  const row = await madeUp(store, subscription, 1, { trigger: 'test' });
  await deliveringOf(store).attend(row);
  expect(to.requests).toEqual([]);
  expect(await reread(store, row)).toMatchObject({ status: 'exhausted', attempted: 0 });
});
