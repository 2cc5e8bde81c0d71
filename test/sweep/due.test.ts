import { expect, test } from 'vitest';
import { slotsOfEach } from '../../functions/core/webhook/sending/crowd.ts';
import type { DeliverJob } from '../../functions/lib/queues.ts';
import { createDue } from '../../functions/sweep/due.ts';
import { madeUp, start, subscribed } from '../deliver/delivering.ts';
import { freshTable } from '../support/engine/table.ts';
import { captureLog } from '../support/quiet-log.ts';
import { storeOf } from '../support/record-fixture.ts';

async function sweeping() {
  const store = storeOf(await freshTable());
  const rung: DeliverJob[] = [];
  const { log, lines } = captureLog();
  const due = createDue({ store, log, queues: { deliver: async (jobs) => void rung.push(...jobs) } });
  return { store, rung, lines, due };
}

test('WH-32 what is live is rung for before what is replayed, of which each subscription has one at a time', async () => {
  const { store, rung, due } = await sweeping();
  const [one, two] = [await subscribed(store, 8443), await subscribed(store, 8443)];
  for (const sequence of [1, 2, 3]) await madeUp(store, one, sequence, { trigger: 'replay' });
  await madeUp(store, two, 4, { trigger: 'resend' });
  await madeUp(store, one, 5);
  await madeUp(store, two, 6, { trigger: 'retry' });
  expect(await due(start)).toBe(4);
  expect(new Set(rung.slice(0, 2).map(({ delivery }) => Number(delivery)))).toEqual(new Set([5, 6]));
  expect(new Set(rung.slice(2).map(({ subscription }) => subscription))).toEqual(new Set([one.id, two.id]));
});

test('of one that has more due than may be under way those that ring take turns, and nobody else does', async () => {
  const { store, rung, due } = await sweeping();
  const [crowded, other] = [await subscribed(store, 8443), await subscribed(store, 8443)];
  for (let sequence = 1; sequence <= slotsOfEach + 1; sequence++) await madeUp(store, crowded, sequence);
  await madeUp(store, other, 1);
  expect(await due(start)).toBe(slotsOfEach + 1);
  const inTurn = rung.filter((job) => job.inTurn);
  expect(inTurn.map(({ subscription }) => subscription)).toEqual(Array(slotsOfEach).fill(crowded.id));
  expect(rung.filter((job) => !job.inTurn).map(({ subscription }) => subscription)).toEqual([other.id]);
});

test('what is not due or over is left alone; what is in the hands of a sender is rung for, and found taken', async () => {
  const { store, rung, due } = await sweeping();
  const subscription = await subscribed(store, 8443);
  const lease = '2026-11-24T00:01:00.000Z';
  await madeUp(store, subscription, 1, { nextAttemptAt: '2026-11-24T00:00:05.000Z' });
  await madeUp(store, subscription, 2, { status: 'delivered', nextAttemptAt: null });
  const taken = await madeUp(store, subscription, 3);
  await store.deliveries.claim(taken, 'somebody', start, lease);
  expect(await due('2026-11-24T00:00:04.999Z')).toBe(1);
  expect(await store.deliveries.claim(taken, 'another', '2026-11-24T00:00:59.999Z', lease)).toBeNull();
  expect(await due('2026-11-24T00:00:05.000Z')).toBe(2);
  expect(await store.deliveries.claim(taken, 'another', lease, '2026-11-24T00:02:00.000Z')).not.toBeNull();
  expect(rung.map(({ delivery }) => Number(delivery))).toEqual([3, 3, 1]);
});

test('says for how long the oldest has been due', async () => {
  const { store, lines, due } = await sweeping();
  await due(start);
  const subscription = await subscribed(store, 8443);
  await madeUp(store, subscription, 1);
  await madeUp(store, subscription, 2, { nextAttemptAt: '2026-11-24T00:01:00.000Z' });
  await due('2026-11-24T00:02:00.000Z');
  expect(lines.map(({ OldestDue }) => OldestDue)).toEqual([0, 120]);
});
