import type { Socket } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { later, second } from '../../functions/core/instant.ts';
import { messageTo } from '../../functions/core/webhook/composing.ts';
import type { Delivery } from '../../functions/core/webhook/delivery.ts';
import { postLimits } from '../../functions/deliver/posting/send.ts';
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
import { answering, idsOf, receiver, sendToLoopback } from './receiver.ts';

let store: Store;
beforeAll(async () => {
  store = await withRatification(await freshTable());
});

const [ok, oops] = [answering('200 OK'), answering('500 Oops')];

describe('on request', () => {
  test('a test is one attempt, counts for nothing unless it succeeds, and goes out to a probed receiver', async () => {
    const answers = [oops];
    await using to = await receiver((socket) => (answers.shift() ?? ok)(socket));
    const subscription = await subscribed(store, to.port, probing());
    const tests = ['1', '2'].map(() =>
      messageTo(
        subscription.id,
        { id: store.newId('msg'), type: 'subscription.test', data: {}, trigger: 'test' },
        start,
      ),
    );
    const { attend, lines } = deliveringOf(store);
    const ends: unknown[] = [];
    for (const row of tests) {
      await store.deliveries.create(row);
      await attend(row);
      const { health } = await standing(store, subscription);
      ends.push([(await reread(store, row)).status, health.failuresInARow]);
    }
    expect(ends).toEqual([
      ['exhausted', 20],
      ['delivered', 0],
    ]);
    expect(lines().some((line) => 'DeliveriesOk' in line || 'DeliveriesExhausted' in line)).toBe(false);
  });

  test('a replay goes out one delivery after the other, each ringing for the next', async () => {
    const first = Promise.withResolvers<Socket>();
    await using to = await receiver((socket) =>
      to.requests.length === 1 ? first.resolve(socket) : ok(socket),
    );
    const subscription = await subscribed(store, to.port);
    const rows: Delivery[] = [];
    for (let sequence = 1; sequence <= 6; sequence++)
      rows.push(await madeUp(store, subscription, sequence, { trigger: 'replay', deliveredAt: start }));
    let asked = 0;
    const now = () => later(start, asked++);
    const { attend, rung } = deliveringOf(store, { now, send: sendToLoopback(postLimits) });
    const [one, ...others] = rows as [Delivery, ...Delivery[]];
    const sending = attend(one);
    const held = await first.promise;
    await Promise.all(others.map((row) => attend(row)));
    expect(to.requests.length).toBe(1);
    ok(held);
    await sending;
    for (let job = rung.shift(); job; job = rung.shift())
      await attend({ subscription: job.subscription, key: job.delivery });
    expect(new Set(idsOf(to.requests)).size).toBe(to.requests.length);
    const left = (await Promise.all(rows.map((row) => reread(store, row)))).filter(
      (row) => row.status === 'pending',
    );
    expect(left.length + to.requests.length).toBe(6);
    expect(to.requests.length).toBeGreaterThan(1);
  });

  test('what was delivered before stays so if sending it again fails; what was not goes on with its ladder', async () => {
    await using to = await receiver(oops);
    const subscription = await subscribed(store, to.port);
    const once = await madeUp(store, subscription, 1, { trigger: 'resend', deliveredAt: start });
    const never = await madeUp(store, subscription, 2, { trigger: 'replay' });
    const worn = await madeUp(store, subscription, 3, { trigger: 'replay', climbed: 10 });
    const { attend } = deliveringOf(store);
    for (const row of [once, never, worn]) await attend(row);
    expect(await reread(store, once)).toMatchObject({ status: 'delivered', attempted: 1, climbed: 0 });
    expect(await reread(store, never)).toMatchObject({
      status: 'pending',
      trigger: 'retry',
      nextAttemptAt: later(start, 5 * second),
    });
    expect(await reread(store, worn)).toMatchObject({ status: 'exhausted' });
  });
});

test('WH-29 nothing that is printed holds a secret, a signature or an address', async () => {
  await using good = await receiver(ok);
  await using bad = await receiver(oops);
  const { attend, printed, pass, deps } = deliveringOf(store);
  for (const { port } of [good, bad]) {
    const subscription = await subscribed(store, port);
    for (let sequence = 1; sequence <= 5; sequence++)
      await attend(await madeUp(store, subscription, sequence));
  }
  await attend(await madeUp(store, await subscribed(store, 9, { url: 'http://10.0.0.1/in' }), 1));
  await attend(await madeUp(store, await subscribed(store, 1), 1));
  pass(5 * second);
  const failing = { ...deps, send: () => Promise.reject(new Error('unforeseen')) };
  await deliveringOf(store, failing).attend(await madeUp(store, await subscribed(store, good.port), 1));
  const text = printed.join('\n');
  expect(printed.length).toBeGreaterThan(20);
  expect(text).not.toMatch(/whsec_|whpk_|v1,|v1a,|webhook-signature|127\.0\.0\.1|10\.0\.0\.1|hooks\.example/);
  const signatures = good.requests.flatMap((request) => request.match(/v1a?,([^\s]+)/g) ?? []);
  expect(signatures.length).toBe(10);
  for (const signature of signatures) expect(text).not.toContain(signature.slice(4, 40));
});
