import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { later, minute } from '../../functions/core/instant.ts';
import { createRemoval } from '../../functions/sweep/removal.ts';
import { deliveringOf, madeUp, start, withRatification } from '../deliver/delivering.ts';
import { answering, receiver } from '../deliver/receiver.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { joined } from './sweeping.ts';

async function itemsOf({ client, name }: TestTable, pk: string): Promise<unknown[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: name,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
    }),
  );
  return Items;
}

const slot = { by: 'sender', until: later(start, minute) };

test('of a deleted subscription nothing is sent, and nothing is left when the sweep has been there', async () => {
  const table = await freshTable();
  const store = await withRatification(table);
  await using to = await receiver(answering('500 Oops', [], 'a private answer'));
  const kept = await joined(store, to.port, {});
  const gone = await joined(store, to.port, { contact: 'ada@example.org' });
  const { attend } = deliveringOf(store);
  await attend(await madeUp(store, gone, 1));
  await madeUp(store, kept, 1);
  const waiting = await madeUp(store, gone, 2);
  await madeUp(store, gone, 3, { status: 'held', nextAttemptAt: null });
  await store.subscriptions.update(gone.id, (current) => ({ ...current, filter: { states: ['CHN'] } }));
  await store.slots.take(gone.id, slot, start);
  const replay = {
    only: 'all',
    through: 1,
    last: null,
    writing: false,
    startedAt: start,
    version: 1,
  } as const;
  await store.replays.put(gone.id, replay);
  const sent = to.requests.length;
  await store.subscriptions.remove(gone.id);
  await attend(waiting);
  expect(to.requests).toHaveLength(sent);
  const removal = createRemoval({ store });
  expect(await removal(start)).toBeGreaterThan(3);
  expect(await itemsOf(table, `SUBSCRIPTION#${gone.id}`)).toEqual([]);
  const due = await store.deliveries.due('LIVE', later(start, minute), 100);
  expect(due.map(({ subscription }) => subscription)).toEqual([kept.id]);
  expect(await store.deliveries.get({ subscription: kept.id, key: '000000000001' })).toMatchObject({
    status: 'pending',
  });
});

test('what was under way at the deletion and is written after the first look goes too, and then the note of it', async () => {
  const table = await freshTable();
  const store = await withRatification(table);
  const gone = await joined(store, 9, {});
  await store.subscriptions.remove(gone.id);
  const removal = createRemoval({ store });
  await removal(start);
  const late = await madeUp(store, gone, 4);
  await store.slots.free(gone.id, slot);
  expect(await removal(later(start, minute))).toBe(1);
  expect(await store.deliveries.get(late)).toBeUndefined();
  expect(await removal(later(start, 5 * minute - 1))).toBe(0);
  expect(await itemsOf(table, 'REMOVED')).toHaveLength(1);
  expect(await removal(later(start, 5 * minute))).toBe(0);
  expect(await itemsOf(table, 'REMOVED')).toEqual([]);
});

test('a doorbell for a delivery whose subscription is gone deletes it, so that no sweep rings again', async () => {
  const store = await withRatification(await freshTable());
  const gone = await joined(store, 9, {});
  await store.subscriptions.remove(gone.id);
  const late = await madeUp(store, gone, 4);
  await deliveringOf(store).attend(late);
  expect(await store.deliveries.due('LIVE', start, 10)).toEqual([]);
  expect(await store.deliveries.get(late)).toBeUndefined();
});
