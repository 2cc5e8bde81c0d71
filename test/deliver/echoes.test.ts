import { beforeAll, expect, test } from 'vitest';
import { messageTo } from '../../functions/core/webhook/composing.ts';
import { newHealth } from '../../functions/core/webhook/sending/health.ts';
import { hashChallenge } from '../../functions/core/webhook/verification.ts';
import type { Store } from '../../functions/store/index.ts';
import { freshTable } from '../support/engine/table.ts';
import { deliveringOf, madeUp, reread, start, subscribed, withRatification } from './delivering.ts';
import { plain, receiver } from './receiver.ts';

let store: Store;
beforeAll(async () => {
  store = await withRatification(await freshTable());
});

test('WH-15 a URL that echoes what it is sent gives nobody the challenge or the link to confirm', async () => {
  await using to = await receiver((socket, request) => socket.end(plain('200 OK', [], request)));
  const challengeHash = hashChallenge('the-challenge');
  const subscription = await subscribed(store, to.port, {
    status: 'pending',
    verifiedAt: null,
    receivesAfter: null,
    challengeHash,
  });
  const data = {
    challenge: 'the-challenge',
    confirmUrl: 'https://tracker.example.org/confirm?token=the-token',
  };
  const type = 'subscription.verification';
  const row = messageTo(
    subscription.id,
    { id: store.newId('msg'), type, data, trigger: 'verification' },
    start,
  );
  await store.deliveries.create(row);
  await deliveringOf(store).attend(row);
  const { attempts } = await reread(store, row);
  expect(attempts).toMatchObject([{ status: 200, verdict: 'failed' }]);
  expect(JSON.stringify(attempts)).not.toMatch(/the-challenge|the-token/);
});

test('WH-29 a signature that a receiver echoes is not kept, whole or in part', async () => {
  const echoed: string[] = [];
  await using to = await receiver((socket, request) => {
    const [signature = ''] = /v1,\S+/.exec(request) ?? [];
    echoed.push(signature);
    const body = `${JSON.stringify({ signature })} ${signature.replaceAll('/', '\\/')} ${signature.slice(0, 20)}`;
    socket.end(plain('400 Bad Request', [], `no: ${body}`));
  });
  const row = await madeUp(store, await subscribed(store, to.port), 1);
  await deliveringOf(store).attend(row);
  const { attempts } = await reread(store, row);
  expect(attempts[0]?.body).toBe('no: {"signature":"v1,…"} v1,… v1,…');
  expect(echoed[0]).toHaveLength('v1,'.length + 44);
});

test('WH-29 a sender that cannot give its place back prints no challenge', async () => {
  await using to = await receiver((socket) => socket.end(plain('200 OK')));
  const health = { ...newHealth, failuresInARow: 1 };
  const subscription = await subscribed(store, to.port, { health });
  const row = await madeUp(store, subscription, 1, { body: '{"challenge":"the-challenge"}' });
  const slots = { ...store.slots, free: () => Promise.reject(new Error('throttled')) };
  const { attend, printed } = deliveringOf(store, { store: { ...store, slots } });
  await attend(row);
  expect(printed.join('\n')).toContain('slots not left');
  expect(printed.join('\n')).not.toContain('the-challenge');
});
