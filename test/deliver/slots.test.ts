import { beforeEach, expect, test } from 'vitest';
import { later, minute } from '../../functions/core/instant.ts';
import type { Delivery } from '../../functions/core/webhook/delivery.ts';
import { slotsOfEach } from '../../functions/core/webhook/sending/crowd.ts';
import { newHealth } from '../../functions/core/webhook/sending/health.ts';
import type { Subscription } from '../../functions/core/webhook/subscription.ts';
import type { Send } from '../../functions/deliver/posting/send.ts';
import type { Store } from '../../functions/store/index.ts';
import { freshTable } from '../support/engine/table.ts';
import { jobsEvent } from '../support/jobs.ts';
import { storeOf } from '../support/record-fixture.ts';
import { answerAll } from './crowd.ts';
import { deliveringOf, madeUp, reread, start, subscribed } from './delivering.ts';
import { answering, receiver, sendToLoopback, shortLimits } from './receiver.ts';

let store: Store;
beforeEach(async () => {
  store = storeOf(await freshTable());
});

const ok = answering('200 OK');

const patient = sendToLoopback({ ...shortLimits, deadline: 60_000 });

/** Sends with long deadlines to all but one port, and counts what is under way to that one. */
function counting({ port }: { port: number }, send = patient) {
  const count = { open: 0, most: 0 };
  const counted: Send = async (posting) => {
    if (!posting.url.includes(`:${port}/`)) return await patient(posting);
    count.most = Math.max(count.most, ++count.open);
    return await send(posting).finally(() => count.open--);
  };
  return { count, send: counted };
}

async function backlog(subscription: Subscription, count: number): Promise<Delivery[]> {
  const rows: Delivery[] = [];
  for (let from = 1; from <= count; from += 50) {
    const some = Array.from({ length: Math.min(50, count - from + 1) }, (_, index) =>
      madeUp(store, subscription, from + index),
    );
    rows.push(...(await Promise.all(some)));
  }
  return rows;
}

const jobsOf = (rows: readonly Delivery[]) =>
  rows.map(({ subscription, key }) => ({ subscription, delivery: key }));

const countOf = async ({ id }: Subscription, status: Delivery['status']) =>
  (await Array.fromAsync(store.deliveries.list(id))).filter((row) => row.status === status).length;

test('WH-21 a healthy receiver that begins to hang under a backlog never has more than 20 senders', async () => {
  await using hanging = await receiver(() => {});
  await using well = await receiver(ok);
  const first = await subscribed(store, hanging.port);
  const others = await Promise.all(Array.from({ length: 4 }, () => subscribed(store, well.port)));
  const jobs = jobsOf(await backlog(first, 120));
  for (const other of others) jobs.push(...jobsOf(await backlog(other, 5)));
  const { count, send } = counting(hanging, sendToLoopback({ ...shortLimits, deadline: 1_000 }));
  const { deliver, rung } = deliveringOf(store, { send, random: Math.random });
  await answerAll(deliver, rung, jobs);
  expect(count.most).toBeLessThanOrEqual(slotsOfEach);
  expect(count.most).toBeGreaterThanOrEqual(slotsOfEach - 1);
  expect(hanging.requests.length).toBeLessThan(3 * slotsOfEach);
  for (const other of others) expect(await countOf(other, 'delivered')).toBe(5);
  const { health } = (await store.subscriptions.get(first.id)) ?? first;
  expect(health.nextProbeAt).not.toBeNull();
  const due = await store.deliveries.due('LIVE', start, 2_000);
  expect(due.filter(({ subscription }) => subscription === first.id)).toEqual([]);
});

test('a burst of events to a receiver that answers flows through its 20 slots without any sweep', async () => {
  await using to = await receiver(ok);
  const subscription = await subscribed(store, to.port);
  const { count, send } = counting(to);
  const { deliver, rung } = deliveringOf(store, { send, random: Math.random });
  const answered = await answerAll(deliver, rung, jobsOf(await backlog(subscription, 60)));
  expect(await countOf(subscription, 'delivered')).toBe(60);
  expect(to.requests).toHaveLength(60);
  expect(count.most).toBeLessThanOrEqual(slotsOfEach);
  expect(answered).toBeLessThan(300);
});

/** A last answer that failed, so that its senders are counted. */
const doubtful = { health: { ...newHealth, failuresInARow: 1 } };

test('the slots of senders that crashed are free when their leases end', async () => {
  await using to = await receiver(ok);
  const subscription = await subscribed(store, to.port, doubtful);
  const until = later(start, minute);
  for (let count = 0; count < slotsOfEach; count++)
    expect(await store.slots.take(subscription.id, { by: `crashed-${count}`, until }, start)).toBe(true);
  const row = await madeUp(store, subscription, 1);
  const { attend, pass } = deliveringOf(store, { send: patient });
  await attend(row);
  expect(await reread(store, row)).toMatchObject({ status: 'pending', attempted: 0 });
  pass(minute);
  await attend(row);
  expect(await reread(store, row)).toMatchObject({ status: 'delivered' });
});

test('whoever finds every slot taken is rung for by the first to be done', async () => {
  await using to = await receiver(ok);
  const subscription = await subscribed(store, to.port, doubtful);
  const until = later(start, minute);
  const [mine, ...others] = Array.from({ length: slotsOfEach }, (_, index) => ({ by: `${index}`, until }));
  for (const slot of [mine, ...others]) if (slot) await store.slots.take(subscription.id, slot, start);
  const [first, second] = [await madeUp(store, subscription, 1), await madeUp(store, subscription, 2)];
  const { attend, deliver, rung } = deliveringOf(store, { send: patient });
  await attend(second);
  await attend(first);
  expect(to.requests).toEqual([]);
  if (mine) await store.slots.free(subscription.id, mine);
  await attend(second);
  const next = { subscription: subscription.id, delivery: first.key, inTurn: true as const };
  expect(rung).toEqual([{ ...next, delay: 0 }]);
  await deliver(jobsEvent([next]));
  expect(await countOf(subscription, 'delivered')).toBe(2);
  expect(await store.slots.waiting(subscription.id)).toBeNull();
});
