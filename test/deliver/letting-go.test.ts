import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import type { Send } from '../../functions/deliver/posting/send.ts';
import type { Store } from '../../functions/store/index.ts';
import { freshTable } from '../support/engine/table.ts';
import { deliveringOf, fannedOut, subscribed, withRatification } from './delivering.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

const ten = 10;

/** The store, and the subscriptions it gave out, for as long as somebody holds them. */
function watched(store: Store) {
  const given: WeakRef<object>[] = [];
  const getAll: Store['subscriptions']['getAll'] = async (...asked) => {
    const found = await store.subscriptions.getAll(...asked);
    for (const one of found.known.values())
      if ('subscription' in one) given.push(new WeakRef(one.subscription));
    return found;
  };
  const kept = () => given.filter((one) => one.deref()).length;
  return { store: { ...store, subscriptions: { ...store.subscriptions, getAll } }, given, kept };
}

test('while the slowest receiver of a batch takes its time, nothing is kept of the deliveries that are done', async () => {
  const plain = await withRatification(await freshTable());
  const subscriptions = await Promise.all(
    Array.from({ length: ten }, (_, port) => subscribed(plain, port + 1)),
  );
  const rows = await Promise.all(subscriptions.map((one) => fannedOut(plain, one)));
  const answered = {
    answer: { kind: 'answered', status: 200, headers: {} },
    times: { total: 1 },
    body: '',
  } as const;
  const slow = Promise.withResolvers<void>();
  const send: Send = async ({ url }) => {
    if (new URL(url).port === '1') await slow.promise;
    return answered;
  };
  const { store, given, kept } = watched(plain);
  const { attend } = deliveringOf(plain, { store, send });
  const sending = attend(...rows);
  const done = async () =>
    (await plain.deliveries.getAll(rows)).filter(({ status }) => status === 'delivered');
  await vi.waitUntil(async () => (await done()).length === ten - 1, { timeout: 10_000 });
  expect(given).toHaveLength(ten);
  await vi.waitFor(() => {
    collect();
    expect(kept()).toBe(1);
  }, 10_000);
  slow.resolve();
  await sending;
});
