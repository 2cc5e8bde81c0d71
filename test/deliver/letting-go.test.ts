import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { loopbackAllowed } from '../../functions/core/webhook/guard/address-policy.ts';
import { resolveInDns } from '../../functions/deliver/posting/resolver.ts';
import { createSend, type Send } from '../../functions/deliver/posting/send.ts';
import type { Store } from '../../functions/store/index.ts';
import { freshTable } from '../support/engine/table.ts';
import { deliveringOf, fannedOut, subscribed, withRatification } from './delivering.ts';

setFlagsFromString('--expose-gc');
const collect: (how?: { type: 'minor' }) => void = runInNewContext('gc');

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

const times = 100;
const bytes = 8_000;

test('bytes that a receiver has answered go with what is collected young, not with the whole heap', async () => {
  const answer = Buffer.alloc(bytes, 'a');
  const receiver = createServer((_, response) => void response.end(answer)).listen(0, '127.0.0.1');
  onTestFinished(() => void receiver.close());
  await once(receiver, 'listening');
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  const send = createSend({ policy: loopbackAllowed(), resolve: resolveInDns });
  const kept = (): number => {
    for (let survived = 0; survived < 2; survived += 1) collect({ type: 'minor' });
    return process.memoryUsage().arrayBuffers;
  };
  await send({ url, headers: {}, body: '{}' });
  const before = kept();
  for (let time = 0; time < times; time += 1) {
    const { body } = await send({ url, headers: {}, body: '{}' });
    expect(body).toHaveLength(4_096);
  }
  await vi.waitFor(() => expect(kept() - before).toBeLessThan((times * bytes) / 4));
});
