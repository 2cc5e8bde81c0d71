import { beforeAll, describe, expect, test } from 'vitest';
import { hour, later, minute, msBetween, second } from '../../functions/core/instant.ts';
import { createStore, type Store } from '../../functions/store/index.ts';
import { createDocuments } from '../../infra/local/aws/clients.ts';
import { freshTable } from '../support/engine/table.ts';
import { jobsEvent } from '../support/jobs.ts';
import { publicUrl, storeOf } from '../support/record-fixture.ts';
import { deliveringOf, madeUp, reread, standing, start, subscribed, withRatification } from './delivering.ts';
import { answering, receiver, taken } from './receiver.ts';

let store: Store;
beforeAll(async () => {
  store = await withRatification(await freshTable());
});

const ok = answering('200 OK');

describe('the schedule', () => {
  test('WH-34 is ten attempts over 75 h 35 min, none a millisecond early, and then it is over', async () => {
    await using to = await receiver(answering('500 Oops'));
    const subscription = await subscribed(store, to.port);
    const row = await madeUp(store, subscription, 1);
    const { attend, clock, rung, lines } = deliveringOf(store);
    const sentAt: string[] = [];
    for (let next: string | null = start; next; next = (await reread(store, row)).nextAttemptAt) {
      clock.now = next > start ? later(next, -1) : next;
      if (next > start) await attend(row);
      expect(to.requests).toHaveLength(sentAt.length);
      clock.now = next;
      await attend(row);
      sentAt.push(next);
    }
    expect(await reread(store, row)).toMatchObject({ status: 'exhausted', climbed: 10, attempted: 10 });
    expect(to.requests).toHaveLength(10);
    expect(msBetween(start, sentAt.at(-1) ?? '')).toBe(75 * hour + 35 * minute + 5 * second);
    expect(rung.filter(({ delivery }) => delivery === row.key).map(({ delay }) => delay)).toEqual([5, 300]);
    expect(lines()).toContainEqual(expect.objectContaining({ DeliveriesExhausted: 1 }));
  });

  test('WH-34 a Retry-After is a floor below which jitter never goes', async () => {
    const asked = [answering('429 Slow', ['retry-after: 3600'])];
    await using to = await receiver((socket) => (asked.shift() ?? ok)(socket));
    const row = await madeUp(store, await subscribed(store, to.port), 1);
    await deliveringOf(store, { random: () => 0.999 }).attend(row);
    const { nextAttemptAt } = await reread(store, row);
    expect(nextAttemptAt && nextAttemptAt >= later(start, hour)).toBe(true);
    expect(nextAttemptAt && nextAttemptAt <= later(start, hour + 12 * minute)).toBe(true);
  });
});

describe('a crash', () => {
  test('WH-22 after the POST and before the record sends again with the same id', async () => {
    await using to = await receiver(ok);
    const row = await madeUp(store, await subscribed(store, to.port), 1);
    const { attend, pass, deps } = deliveringOf(store);
    const putAll = () => Promise.reject(new Error('crash'));
    const deliveries = { ...store.deliveries, putAll };
    const crashing = deliveringOf(store, { store: { ...store, deliveries }, send: deps.send });
    expect((await crashing.attend(row)).batchItemFailures).toHaveLength(1);
    await attend(row);
    expect(to.requests).toHaveLength(1);
    pass(60 * second);
    await attend(row);
    const ids = to.requests.map((request) => taken(request).headers['webhook-id']);
    expect(ids).toEqual(['chg_000000000001', 'chg_000000000001']);
    expect((await reread(store, row)).status).toBe('delivered');
  });

  test('WH-23 after the record does not send again', async () => {
    await using to = await receiver(ok);
    const row = await madeUp(store, await subscribed(store, to.port), 1);
    const noteAll = () => Promise.reject(new Error('crash'));
    const subscriptions = { ...store.subscriptions, noteAll };
    const crashing = deliveringOf(store, { store: { ...store, subscriptions } });
    expect((await crashing.attend(row)).batchItemFailures).toHaveLength(1);
    const { attend, pass } = deliveringOf(store);
    pass(2 * minute);
    await attend(row);
    expect(to.requests).toHaveLength(1);
  });

  test('ten senders with the same job send once', async () => {
    await using to = await receiver(ok);
    const row = await madeUp(store, await subscribed(store, to.port), 1);
    await Promise.all(Array.from({ length: 10 }, () => deliveringOf(store).attend(row)));
    expect(to.requests).toHaveLength(1);
  });
});

test('WH-34 a Retry-After is kept although noting it fails at first, with others and alone', async () => {
  const table = await freshTable();
  const kept = storeOf(table);
  const client = createDocuments(table.raw);
  const refused: string[] = [];
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const isNote = JSON.stringify(args.input).includes('"lastFailureAt":"2026');
        if (!isNote || refused.length === 2) return next(args);
        refused.push(commandName);
        throw new Error('refused');
      },
    { step: 'initialize', name: 'refusing' },
  );
  await using to = await receiver(answering('429 Slow', ['retry-after: 3600']));
  const subscription = await subscribed(kept, to.port);
  const row = await madeUp(kept, subscription, 1);
  const refusing = createStore({ client, table: table.name, publicUrl });
  expect((await deliveringOf(refusing).attend(row)).batchItemFailures).toEqual([]);
  expect(refused).toEqual(['BatchExecuteStatementCommand', 'PutItemCommand']);
  const { pausedUntil, failuresInARow } = (await standing(kept, subscription)).health;
  expect(pausedUntil).not.toBeNull();
  expect(failuresInARow).toBe(1);
});

describe('a job', () => {
  test('of a deleted subscription is dropped, one that is none fails alone', async () => {
    await using to = await receiver(ok);
    const gone = await subscribed(store, to.port);
    const row = await madeUp(store, gone, 1);
    const kept = await madeUp(store, await subscribed(store, to.port), 1);
    await store.subscriptions.remove(gone.id);
    const { deliver } = deliveringOf(store);
    const jobs = [row, kept].map(({ subscription, key }) => ({ subscription, delivery: key }));
    expect(await deliver(jobsEvent([...jobs, { subscription: 'x' }]))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-2' }],
    });
    expect(to.requests).toHaveLength(1);
  });

  test('whose message never comes again is due in the table, and can be taken when its lease ends', async () => {
    const subscription = await subscribed(store, 9);
    const row = await madeUp(store, subscription, 1);
    await store.deliveries.claim(row, 'crashed', start, later(start, minute));
    const due = await store.deliveries.due('LIVE', start, 1_000);
    expect(due).toContainEqual(expect.objectContaining({ subscription: subscription.id, key: row.key }));
    const claim = (at: string) => store.deliveries.claim(row, 'next', at, later(at, minute));
    expect(await claim(later(start, minute - 1))).toBeNull();
    expect(await claim(later(start, minute))).toMatchObject({ key: row.key });
  });
});
