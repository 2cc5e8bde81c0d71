import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { isSealedVersion, type SecretSeal } from '../../functions/core/webhook/signing/secret-version.ts';
import { deriveKeys, secretText } from '../../functions/core/webhook/signing/signature.ts';
import type { Subscription } from '../../functions/core/webhook/subscription.ts';
import { freshTable } from '../support/engine/table.ts';
import { deliveringOf, madeUp, reread, standing, start, subscribed, withRatification } from './delivering.ts';
import { answering, receiver, taken } from './receiver.ts';

const ok = answering('200 OK');

const masters = new Map([1, 2].map((generation) => [generation, Buffer.alloc(32, generation)]));

const masterSecret = async (generation: number): Promise<Buffer> => {
  const master = masters.get(generation);
  if (!master) throw new Error(`no generation ${generation}`);
  return master;
};

const secretOf = (generation: number, id: string, version: number): string =>
  secretText(deriveKeys(masters.get(generation) ?? Buffer.alloc(0), id, version));

/** Changes members of each secret's seal. */
const sealedWith =
  (members: Partial<SecretSeal>) =>
  ({ secrets }: Subscription): Partial<Subscription> => ({
    secrets: secrets.map((one) =>
      isSealedVersion(one) ? { ...one, seal: { ...one.seal, ...members } } : one,
    ),
  });

const before = { version: 1, createdAt: start };
const current = { version: 2, generation: 2, createdAt: start, expiresAt: null };

test('each secret signs with the generation of the master secret that it was made of', async () => {
  const store = await withRatification(await freshTable());
  await using to = await receiver(ok);
  const { id } = await subscribed(store, to.port, {
    secrets: [{ ...before, expiresAt: '2999-01-01T00:00:00.000Z' }, current],
  });
  const { attend, clock } = deliveringOf(store, { masterSecret });
  clock.now = new Date().toISOString();
  await attend(await madeUp(store, await standing(store, { id }), 1));
  const { headers, body } = taken(to.requests[0]);
  expect(new Webhook(secretOf(1, id, 1)).verify(body, headers)).toEqual({ n: 1 });
  expect(new Webhook(secretOf(2, id, 2)).verify(body, headers)).toEqual({ n: 1 });
  expect(() => new Webhook(secretOf(1, id, 2)).verify(body, headers)).toThrow();
});

test('a secret that has ended needs its generation no more', async () => {
  const store = await withRatification(await freshTable());
  await using to = await receiver(ok);
  const subscription = await subscribed(store, to.port, {
    secrets: [{ ...before, generation: 9, expiresAt: start }, current],
  });
  const { attend } = deliveringOf(store, { masterSecret });
  const row = await madeUp(store, subscription, 1);
  await attend(row);
  expect((await reread(store, row)).status).toBe('delivered');
});

test('a generation that cannot be had is our fault: nothing is sent, and nothing charged to the receiver', async () => {
  const store = await withRatification(await freshTable());
  await using to = await receiver(ok);
  const subscription = await subscribed(store, to.port, {
    secrets: [{ ...current, generation: 9 }],
  });
  const { attend } = deliveringOf(store, { masterSecret });
  const row = await madeUp(store, subscription, 1);
  expect((await attend(row)).batchItemFailures).toHaveLength(1);
  expect(to.requests).toEqual([]);
  expect(await reread(store, row)).toMatchObject({ status: 'pending', attempted: 0 });
});

test.each<[string, (before: Subscription) => Partial<Subscription>]>([
  ['another owner', () => ({ owner: 'thief' })],
  ['another number', ({ secrets }) => ({ secrets: secrets.map((one) => ({ ...one, version: 2 })) })],
  ['another generation', sealedWith({ generation: 2 })],
  ['another salt', sealedWith({ salt: 'another' })],
  ['another instant', sealedWith({ createdAt: '2026-11-24T00:00:00.001Z' })],
  ['no proof', sealedWith({ mac: '' })],
])(
  'a secret whose item was given %s signs nothing, and a delivery beside it is made',
  async (_what, change) => {
    const store = await withRatification(await freshTable());
    await using to = await receiver(ok);
    const [damaged, other] = [await subscribed(store, to.port), await subscribed(store, to.port)];
    const { attend, printed } = deliveringOf(store, {
      masterSecret: async (generation) => Buffer.alloc(32, generation === 1 ? 7 : 8),
    });
    await attend(await madeUp(store, damaged, 1), await madeUp(store, other, 1));
    expect(to.requests).toHaveLength(2);
    await store.subscriptions.update(damaged.id, (before) => ({ ...before, ...change(before) }));
    const [waits, goes] = [await madeUp(store, damaged, 2), await madeUp(store, other, 2)];
    expect((await attend(waits, goes)).batchItemFailures).toHaveLength(1);
    expect(to.requests).toHaveLength(3);
    expect(await reread(store, waits)).toMatchObject({ status: 'pending', attempted: 0 });
    expect(await reread(store, goes)).toMatchObject({ status: 'delivered' });
    expect(printed.join('')).toContain(`does not fit the subscription ${damaged.id}`);
  },
);
