import { beforeEach, expect, test } from 'vitest';
import { later, minute } from '../../functions/core/instant.ts';
import type { Delivery } from '../../functions/core/webhook/delivery.ts';
import type { Subscription } from '../../functions/core/webhook/subscription.ts';
import { createStore, type Store } from '../../functions/store/index.ts';
import { createDocuments } from '../../infra/local/aws/clients.ts';
import { madeUp, reread, standing, start, subscribed } from '../deliver/delivering.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { anAction, publicUrl, storeOf, withRecord } from '../support/record-fixture.ts';
import { seal } from '../support/sealing.ts';

let table: TestTable;
let store: Store;
/** The same store, but each first answer to a write is lost, so that the client asks again. */
let forgetful: Store;
let lost = 0;

beforeEach(async () => {
  table = await freshTable();
  store = storeOf(table);
  const client = createDocuments(table.raw);
  lost = 0;
  const seen = new Set<unknown>();
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const answer = await next(args);
        const { request } = args as { request?: { body?: unknown } };
        if (!/Put|Update|Write|Statement/.test(commandName) || seen.has(request?.body)) return answer;
        seen.add(request?.body);
        lost += 1;
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', $retryable: {} });
      },
    { step: 'deserialize', priority: 'low', name: 'forgetful' },
  );
  forgetful = createStore({ client, table: table.name, publicUrl });
});

const until = later(start, minute);

async function aRow(): Promise<{ subscription: Subscription; row: Delivery }> {
  const subscription = await subscribed(store, 9);
  return { subscription, row: await madeUp(store, subscription, 1) };
}

test('a claim whose answer is lost is the claim of whoever asked', async () => {
  const { row } = await aRow();
  expect(await forgetful.deliveries.claim(row, 'me', start, until)).toMatchObject({ claim: { by: 'me' } });
  expect(lost).toBeGreaterThan(0);
  expect(await forgetful.deliveries.claim(row, 'another', start, until)).toBeNull();
});

test('so are claims in a group, and records', async () => {
  const { row } = await aRow();
  const [claimed] = await forgetful.deliveries.claimAll([{ id: row, by: 'me' }], start, until);
  expect(claimed).toMatchObject({ status: 'fulfilled', value: { row: { claim: { by: 'me' } } } });
  const mine = await reread(store, row);
  const held = { row: { ...mine, status: 'delivered' as const, claim: null, nextAttemptAt: null } };
  const [written] = await forgetful.deliveries.putAll([{ ...held, isListed: false }]);
  expect(written).toEqual({ status: 'fulfilled', value: true });
  expect((await reread(store, row)).status).toBe('delivered');
});

test('a row, a replay and a subscription that are written are known to be written by whoever wrote them', async () => {
  const { subscription, row } = await aRow();
  expect(await forgetful.deliveries.put({ ...row, status: 'held' })).toBe(true);
  expect(await store.deliveries.put({ ...row, status: 'pending' })).toBe(false);
  const other = { ...row, key: '000000000002', sequence: 2, messageId: 'chg_000000000002' };
  expect(await forgetful.deliveries.create(other)).toBe(true);
  expect(await forgetful.deliveries.create(other)).toBe(false);
  const third = { ...row, key: '000000000003', sequence: 3, messageId: 'chg_000000000003' };
  expect(await forgetful.deliveries.createAll([third])).toEqual([third]);
  const replay = {
    only: 'all' as const,
    through: 0,
    last: null,
    writing: true,
    startedAt: start,
    version: 1,
  };
  expect(await forgetful.replays.put(subscription.id, replay)).toBe(true);
  expect(await forgetful.replays.put(subscription.id, replay)).toBe(false);
});

test('what a receiver did is counted once', async () => {
  const subscription = await subscribed(store, 9);
  const failed = (one: Subscription) => ({
    ...one,
    health: { ...one.health, failuresInARow: one.health.failuresInARow + 1 },
  });
  await forgetful.subscriptions.update(subscription.id, failed);
  expect((await standing(store, subscription)).health.failuresInARow).toBe(1);
  expect(await forgetful.subscriptions.noteAll([failed(await standing(store, subscription))])).toEqual([
    true,
  ]);
  expect((await standing(store, subscription)).health.failuresInARow).toBe(2);
});

test('a slot is taken once', async () => {
  const { subscription } = await aRow();
  expect(await forgetful.slots.take(subscription.id, { by: 'me', until }, start)).toBe(true);
  expect(await forgetful.slots.takeSome(subscription.id, [{ by: 'two', until }], start, 2)).toBe(1);
  expect(await forgetful.slots.takeSome(subscription.id, [{ by: 'three', until }], start, 2)).toBe(0);
});

test('an act is recorded, and not refused as recorded already', async () => {
  await withRecord(table);
  const writing = { now: () => start, by: 'editor' };
  const before = (await store.record.head()).sequence;
  await forgetful.recording.recordActions('CHN', 'ilo-c029', [{ action: anAction() }], writing);
  expect(lost).toBeGreaterThan(0);
  expect((await store.record.head()).sequence).toBeGreaterThan(before);
});

test('a key that is made is given to whoever asked for it', async () => {
  const asked = { owner: 'owner', name: 'first', scopes: ['actions:write' as const] };
  const { key, text } = await forgetful.keys.create(asked, { now: start, by: 'operator', seal });
  expect(lost).toBeGreaterThan(0);
  expect(text).toContain(key.id);
  expect(await store.keys.get(key.id)).toEqual(key);
});
