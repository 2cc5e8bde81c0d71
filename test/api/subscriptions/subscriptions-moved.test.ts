import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { signingKeys } from '../../../functions/core/webhook/signing/sealed-keys.ts';
import { generationOf, isSealedVersion } from '../../../functions/core/webhook/signing/secret-version.ts';
import { deriveKeys, secretText } from '../../../functions/core/webhook/signing/signature.ts';
import type { Subscription } from '../../../functions/core/webhook/subscription.ts';
import { UnknownGeneration } from '../../../functions/lib/master-secret.ts';
import { keepResponse } from '../../../functions/store/idempotency.ts';
import { clientOf } from '../../support/api.ts';
import { unsealed } from '../../support/sealing.ts';
import { anUrl, withSubscribing } from '../../support/subscribing.ts';

/** The victim's subscriptions are of the second of two generations; the thief's key is of the tests' own. */
const masters = [7, 8].map((byte) => Buffer.alloc(32, byte));
const masterSecret = async (generation: number): Promise<Buffer> => {
  const master = masters[generation - 1];
  if (!master) throw new UnknownGeneration(generation);
  return master;
};
const all = await withSubscribing();
const client = clientOf(all.store, {
  now: () => all.clock.now,
  masterSecret,
  newestGeneration: async () => 2,
  writeLimit: { perSecond: 1000, burst: 1000 },
  pendingPerOwner: 1_000,
});
const [victim, thief] = [await all.as('victim'), await all.as('thief')];

type Headers = { authorization: string; 'idempotency-key'?: string };

async function subscribe(headers: Headers) {
  const body = { url: anUrl(), filter: {} };
  const { json } = await client.ask('POST', '/v1/subscriptions', { headers, body });
  return { id: String(json.id), told: String(json.secret), body };
}

const rotate = (headers: Headers, id: string, overlapHours = 24) =>
  client.ask('POST', `/v1/subscriptions/${id}/secret/rotate`, { headers, body: { overlapHours } });

const kept = async (id: string): Promise<Subscription> => {
  const found = await all.store.subscriptions.get(id);
  if (!found) throw new Error(`no subscription ${id}`);
  return found;
};

/** Every secret that has signed for a subscription, and those that it would have had before there were seals. */
const secretsOf = async (subscription: Subscription): Promise<string[]> => [
  ...(await Promise.all(
    subscription.secrets.map(async (one) =>
      secretText(signingKeys(await masterSecret(generationOf(one)), subscription, one)),
    ),
  )),
  ...masters.flatMap((master) =>
    [1, 2, 3, 4].map((version) => secretText(deriveKeys(master, subscription.id, version))),
  ),
];

/** Writes what the table is to hold, as somebody does who may write to it. */
const written = (id: string, to: (before: Subscription) => Partial<Subscription>): Promise<Subscription> =>
  all.store.subscriptions.update(id, (before) => ({ ...before, ...to(before) }));

let requests = 0;

/** Writes that a request of the thief's made this subscription, and repeats it. */
async function claimed(id: string) {
  const key = `forged-${++requests}`;
  const body = { url: anUrl(), filter: {} };
  const request = { path: '/v1/subscriptions', body };
  const db = { client: all.table.client, table: all.table.name };
  const forged = keepResponse(db, { scope: 'thief', key, request }, id, all.clock.now);
  await db.client.send(new TransactWriteCommand({ TransactItems: [forged] }));
  return client.ask('POST', '/v1/subscriptions', { headers: { ...thief, 'idempotency-key': key }, body });
}

/** All that the thief is told about an item, also once its secret is rotated twice. */
async function toldToThief(id: string): Promise<string> {
  const path = `/v1/subscriptions/${id}`;
  const texts = [(await claimed(id)).text, (await client.get(path, thief)).text];
  texts.push((await rotate(thief, id)).text, (await client.get('/v1/subscriptions', thief)).text);
  texts.push((await rotate(thief, id, 0)).text, (await claimed(id)).text);
  return texts.join('\n');
}

const olderSecret = ({ secrets }: Subscription, version: number) =>
  secrets.map((one) => ({ ...unsealed(version, '2023-01-01T00:00:00.000Z'), expiresAt: one.expiresAt }));

test.each<[string, (before: Subscription) => Partial<Subscription>]>([
  ['nothing', () => ({})],
  ['the owner', () => ({ owner: 'thief' })],
  [
    'the owner, with the number of the secret before',
    ({ secrets }) => ({ owner: 'thief', secrets: secrets.map((one) => ({ ...one, version: 1 })) }),
  ],
  [
    'the owner, with another generation',
    ({ secrets }) => ({
      owner: 'thief',
      secrets: secrets.map((one) =>
        isSealedVersion(one) ? { ...one, seal: { ...one.seal, generation: 1 } } : one,
      ),
    }),
  ],
  ['the owner, without its seal', (before) => ({ owner: 'thief', secrets: olderSecret(before, 1) })],
  [
    'the owner, without its seal, one number on',
    (before) => ({ owner: 'thief', secrets: olderSecret(before, 2) }),
  ],
  [
    'the owner, with a seal that is none',
    ({ secrets }) => ({
      owner: 'thief',
      secrets: secrets.map((one) =>
        isSealedVersion(one) ? { ...one, seal: { ...one.seal, mac: '' } } : one,
      ),
    }),
  ],
])('whoever writes to the table and changes %s is told no secret of another owner', async (_what, change) => {
  const { id } = await subscribe(victim);
  await rotate(victim, id);
  const secrets = await secretsOf(await kept(id));
  await written(id, change);
  const told = await toldToThief(id);
  for (const secret of secrets) expect(told).not.toContain(secret);
});

test('nor is a secret told that is older than seals', async () => {
  const { id } = await subscribe(victim);
  const before = await written(id, () => ({ secrets: [unsealed(1, all.clock.now)] }));
  const secrets = await secretsOf(before);
  await written(id, () => ({ owner: 'thief' }));
  const told = await toldToThief(id);
  for (const secret of secrets) expect(told).not.toContain(secret);
  expect(told).toContain('/secret/rotate makes another');
});

test("nor does another's seal in a subscription of one's own tell that other's secret", async () => {
  const theirs = await kept((await subscribe(victim)).id);
  const own = await subscribe(thief);
  await written(own.id, () => ({ secrets: theirs.secrets }));
  const told = await toldToThief(own.id);
  for (const secret of await secretsOf(theirs)) expect(told).not.toContain(secret);
});

test("nor does an item under one's own key that says it is the other's subscription", async () => {
  const theirs = await kept((await subscribe(victim)).id);
  const own = await subscribe(thief);
  await written(own.id, () => ({ ...theirs, owner: 'thief' }));
  const told = await toldToThief(own.id);
  for (const secret of await secretsOf(theirs)) expect(told).not.toContain(secret);
});

test('an older item that is put back makes no secret be told again: each rotation makes another', async () => {
  const { id, told } = await subscribe(victim);
  const first = await kept(id);
  const leaked = (await rotate(victim, id, 0)).json.secret;
  await written(id, () => ({ secrets: first.secrets }));
  const { json } = await rotate(victim, id, 0);
  expect(json.secrets.at(-1)).toMatchObject({ version: 2, generation: 2 });
  expect([told, leaked]).not.toContain(json.secret);
});

test('a damaged item shows no secret that signs, is named in the log, and leaves others on the list', async () => {
  const [{ id }, other] = [await subscribe(victim), await subscribe(thief)];
  await written(id, () => ({ owner: 'thief' }));
  const { status, json } = await client.get('/v1/subscriptions?limit=50', thief);
  expect(status).toBe(200);
  const shown = new Map(json.data.map((one: { id: string; secrets: unknown[] }) => [one.id, one.secrets]));
  expect(shown.get(id)).toEqual([]);
  expect(shown.get(other.id)).toHaveLength(1);
  const named = client.logged.filter((line) => line.includes('DamagedSeal') && line.includes(id));
  expect(named).not.toEqual([]);
});

test('a secret of a generation that is gone is not shown either, and its owner rotates it', async () => {
  const { id } = await subscribe(victim);
  await written(id, () => ({ secrets: [{ ...unsealed(1, all.clock.now), generation: 9 }] }));
  const path = `/v1/subscriptions/${id}`;
  expect(await client.get(path, victim)).toMatchObject({ status: 200, json: { secrets: [] } });
  expect((await client.get('/v1/subscriptions', victim)).status).toBe(200);
  expect((await rotate(victim, id, 0)).status).toBe(200);
  expect((await client.get(path, victim)).json.secrets).toMatchObject([{ version: 2, generation: 2 }]);
});

test('a secret older than seals stays as it is until its owner rotates it', async () => {
  const { id } = await subscribe(victim);
  await written(id, () => ({ secrets: [unsealed(1, all.clock.now)] }));
  const path = `/v1/subscriptions/${id}`;
  expect((await client.get(path, victim)).json.secrets).toMatchObject([{ version: 1, expiresAt: null }]);
  expect((await rotate(victim, id)).status).toBe(200);
  expect((await kept(id)).secrets.map(isSealedVersion)).toEqual([false, true]);
  expect((await client.get(path, victim)).json.secrets).toHaveLength(2);
});
