import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { later, minute } from '../../functions/core/instant.ts';
import { deliveryOf } from '../../functions/core/webhook/composing.ts';
import { createStore } from '../../functions/store/index.ts';
import { deliveryItemKey } from '../../functions/store/webhook/deliveries/delivery-item.ts';
import { freshTable } from '../support/engine/table.ts';
import { publicUrl } from '../support/record-fixture.ts';

const now = '2026-11-24T00:00:00.000Z';
const row = deliveryOf(
  { sequence: 7, type: 'treaty.action.recorded' },
  'sub_01JD0000000000000000000001',
  'live',
  now,
);
const wish = { id: row, by: 'a sender' };
const until = later(now, minute);

const anew = async () => {
  const { client, name } = await freshTable();
  return { client, name, store: createStore({ client, table: name, publicUrl }) };
};

test('a row is stored without what its key says and what no untried one differs in, and read whole', async () => {
  const { client, name, store } = await anew();
  await store.deliveries.createAll([row]);
  const { Item } = await client.send(new GetCommand({ TableName: name, Key: deliveryItemKey(row) }));
  expect(Object.keys(Item?.body ?? {}).sort()).toEqual(
    ['createdAt', 'messageId', 'nextAttemptAt', 'sequence', 'status', 'trigger', 'type', 'version'].sort(),
  );
  expect(await store.deliveries.get(row)).toEqual(row);
});

test('a row that was stored with every member is read, claimed and written as one that was not', async () => {
  for (const claim of ['claim', 'claimAll'] as const) {
    const { client, name, store } = await anew();
    const Item = { ...deliveryItemKey(row), body: row };
    await client.send(new PutCommand({ TableName: name, Item }));
    expect(await store.deliveries.get(row)).toEqual(row);
    if (claim === 'claim') await store.deliveries.claim(row, wish.by, now, until);
    else await store.deliveries.claimAll([wish], now, until);
    const claimed = await store.deliveries.get(row);
    expect(claimed?.claim).toEqual({ by: wish.by, until });
    if (claimed) expect(await store.deliveries.put({ ...claimed, claim: null, climbed: 1 })).toBe(true);
    expect(await store.deliveries.get(row)).toEqual({ ...row, climbed: 1, version: 2 });
  }
});

test('rows are listed from beyond one, either way, and no more than are asked for', async () => {
  const { store } = await anew();
  const rows = [7, 8, 9].map((sequence) =>
    deliveryOf({ sequence, type: 'treaty.action.recorded' }, row.subscription, 'live', now),
  );
  await store.deliveries.createAll(rows);
  const listed = async (how: Parameters<typeof store.deliveries.list>[1]) =>
    (await Array.fromAsync(store.deliveries.list(row.subscription, how))).map(({ sequence }) => sequence);
  const from = rows[1]?.key ?? '';
  expect(await listed({})).toEqual([7, 8, 9]);
  expect(await listed({ from })).toEqual([9]);
  expect(await listed({ from, backwards: true })).toEqual([7]);
  expect(await listed({ backwards: true, most: 2 })).toEqual([9, 8]);
  expect(await listed({ page: 1, most: 2 })).toEqual([7, 8]);
});

test('a row whose claim was given back is claimed again, alone as in a group', async () => {
  const { store } = await anew();
  await store.deliveries.createAll([row]);
  const first = await store.deliveries.claim(row, wish.by, now, until);
  expect(first && (await store.deliveries.put({ ...first, claim: null }))).toBe(true);
  const [again] = await store.deliveries.claimAll([wish], now, until);
  expect(again).toMatchObject({ status: 'fulfilled', value: { row: { claim: { by: wish.by } } } });
});
