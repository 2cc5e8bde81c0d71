import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, test } from 'vitest';
import { later, minute } from '../../functions/core/instant.ts';
import { subscriptionFrom } from '../../functions/core/webhook/subscribing.ts';
import type { Store } from '../../functions/store/index.ts';
import { shardOf } from '../../functions/store/webhook/subscription-item.ts';
import { createExpiry } from '../../functions/sweep/expiry.ts';
import { start, withRatification } from '../deliver/delivering.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { storeOf } from '../support/record-fixture.ts';
import { unsealed } from '../support/sealing.ts';
import { sweepingOf } from './sweeping.ts';

const day = 24 * 60 * minute;

let table: TestTable;
let store: Store;

beforeEach(async () => {
  table = await freshTable();
  store = await withRatification(table);
});

async function pending(perDomain = 20): Promise<string> {
  const id = store.newId('sub');
  const made = { id, owner: 'owner', shard: shardOf(id), challengeHash: 'x', issue: unsealed, now: start };
  const url = 'https://hooks.example.org/in';
  return store.subscriptions.add(subscriptionFrom({ url, filter: {} }, made), perDomain);
}

async function counted(domain = 'example.org'): Promise<number> {
  const Key = { pk: 'DOMAIN', sk: domain };
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key, ConsistentRead: true }),
  );
  return Item?.subscriptions ?? 0;
}

test('a subscription whose URL has not answered for a day is deleted by the sweep, and not a minute before', async () => {
  const id = await pending();
  const { sweep, pass } = sweepingOf(store);
  pass(day - minute);
  expect(await sweep()).toMatchObject({ expiry: 0 });
  expect(await store.subscriptions.get(id)).toBeDefined();
  pass(2 * minute);
  expect(await sweep()).toMatchObject({ expiry: 1 });
  expect(await store.subscriptions.get(id)).toBeUndefined();
  expect(await sweep()).toMatchObject({ expiry: 0 });
  expect((await store.removals.list()).map(({ subscription }) => subscription)).toEqual([id]);
  expect(await counted()).toBe(0);
});

test('one that waits from before there was a list of those is found, and deleted like the others', async () => {
  const ids = [await pending(), await pending()];
  for (const { subscription, createdAt } of await store.pending.madeBefore(later(start, day), 10))
    await store.pending.forget({ subscription, createdAt });
  expect(await createExpiry({ store })(later(start, day - minute))).toBe(0);
  const anew = storeOf(table);
  expect(await createExpiry({ store: anew })(later(start, day + minute))).toBe(2);
  for (const id of ids) expect(await store.subscriptions.get(id)).toBeUndefined();
});

test('one that has answered stays, and so does one that has to answer for another URL', async () => {
  const [one, other] = [await pending(), await pending()];
  for (const id of [one, other]) await store.verify(id, 'x', later(start, minute));
  await store.subscriptions.update(other, (current) => ({
    ...current,
    status: 'pending',
    challengeHash: 'y',
  }));
  expect(await createExpiry({ store })(later(start, 2 * day))).toBe(0);
  expect(await store.subscriptions.get(one)).toMatchObject({ status: 'active' });
  expect(await store.subscriptions.get(other)).toMatchObject({ status: 'pending' });
  expect(await store.pending.madeBefore(later(start, 2 * day), 10)).toEqual([]);
});

test('one that answers while it is looked at stays', async () => {
  const id = await pending();
  const isStillPending = ({ verifiedAt }: { verifiedAt: string | null }) => verifiedAt === null;
  await store.verify(id, 'x', start);
  expect(await store.subscriptions.remove(id, isStillPending)).toBe(false);
  expect(await store.subscriptions.get(id)).toMatchObject({ status: 'active' });
  expect(await store.subscriptions.remove(id)).toBe(true);
  expect(await store.subscriptions.remove(id)).toBe(false);
});

test('the domain counts what has answered, and gives each back once, whoever deletes it and how many at once', async () => {
  const [kept, gone, waiting] = [await pending(), await pending(), await pending()];
  for (const id of [kept, gone]) await store.verify(id, 'x', start);
  expect(await counted()).toBe(2);
  const expiry = createExpiry({ store });
  const late = later(start, 2 * day);
  await Promise.all([
    ...[gone, gone, waiting, waiting].map((id) => store.subscriptions.remove(id)),
    expiry(late),
    expiry(late),
  ]);
  expect(await counted()).toBe(1);
  expect(await store.subscriptions.get(waiting)).toBeUndefined();
  await store.subscriptions.update(kept, (current) => ({ ...current, status: 'pending' }));
  expect(await counted()).toBe(0);
  await store.subscriptions.remove(kept);
  expect(await counted()).toBe(0);
});

test('one of before counts were kept by answer is given back as it was taken', async () => {
  const id = await pending();
  await store.verify(id, 'x', start);
  await store.subscriptions.update(id, ({ countsIn: _, ...current }) => current as typeof current);
  await store.subscriptions.remove(id);
  expect(await counted()).toBe(0);
});

test('an answer for which the domain has no room leaves it pending', async () => {
  const [first, second] = [await pending(1), await pending(1)];
  await store.verify(first, 'x', start);
  await expect(store.verify(second, 'x', start)).rejects.toMatchObject({ code: 'limit-reached' });
  expect(await store.subscriptions.get(second)).toMatchObject({ status: 'pending' });
  await store.subscriptions.remove(first);
  expect(await store.verify(second, 'x', start)).toMatchObject({ status: 'active' });
});
