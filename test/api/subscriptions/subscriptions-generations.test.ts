import { beforeAll, beforeEach, expect, test } from 'vitest';
import { signingKeys } from '../../../functions/core/webhook/signing/sealed-keys.ts';
import {
  publicKeyText,
  type SigningKeys,
  secretText,
} from '../../../functions/core/webhook/signing/signature.ts';
import { sealerBy } from '../../../functions/lib/master-secret.ts';
import { clientOf } from '../../support/api.ts';
import { anUrl, type Subscribing, verificationOf, withSubscribing } from '../../support/subscribing.ts';

/** A master secret of two generations; the API learns of the second when the test says so. */
const masters = new Map([1, 2, 3].map((generation) => [generation, Buffer.alloc(32, generation)]));
/** Seals the tests' own key, so no test retires it. */
const sealing = 3;
let newest = 1;
let retired = 0;
let all: Subscribing;
let headers: { authorization: string };

beforeAll(async () => {
  all = await withSubscribing();
  const { text } = await all.store.keys.create(
    { owner: 'owner', name: 'generations', scopes: ['subscriptions:manage'] },
    {
      now: '2023-01-01T00:00:00.000Z',
      by: 'test',
      seal: sealerBy({ of: masterSecret, newest: async () => sealing }),
    },
  );
  headers = { authorization: `Bearer ${text}` };
});
beforeEach(() => {
  newest = 1;
  retired = 0;
});

const masterSecret = async (generation: number): Promise<Buffer> => {
  const master = generation === retired ? undefined : masters.get(generation);
  if (!master) throw new Error(`no generation ${generation}`);
  return master;
};

const client = () =>
  clientOf(all.store, {
    now: () => all.clock.now,
    masterSecret,
    newestGeneration: async () => newest,
    writeLimit: { perSecond: 1000, burst: 1000 },
  });

/** The keys of a version, if it is of this generation. */
async function keysAt(generation: number, id: string, version: number): Promise<SigningKeys> {
  const kept = await all.store.subscriptions.get(id);
  const secret = kept?.secrets.find((one) => one.version === version);
  if (!kept || !secret) throw new Error(`${id} has no secret ${version}`);
  return signingKeys(masters.get(generation) ?? Buffer.alloc(0), kept, secret);
}

const subscribe = async (more: Record<string, string> = {}) => {
  const body = { url: anUrl(), filter: {} };
  const { status, json } = await client().ask('POST', '/v1/subscriptions', {
    headers: { ...headers, ...more },
    body,
  });
  expect(status).toBe(201);
  return { ...json, path: `/v1/subscriptions/${json.id}`, asked: body };
};

test('a subscription keeps the secret of its generation when the master secret is rotated', async () => {
  const { id, path, secret } = await subscribe();
  expect(secret).toBe(secretText(await keysAt(1, id, 1)));
  newest = 2;
  const { json } = await client().get(path, headers);
  expect(json.secrets).toEqual([
    expect.objectContaining({ version: 1, generation: 1, publicKey: publicKeyText(await keysAt(1, id, 1)) }),
  ]);
});

test('new subscriptions and rotated secrets derive from the newest generation, beside what was there', async () => {
  const old = await subscribe();
  newest = 2;
  const young = await subscribe();
  expect(young.secret).toBe(secretText(await keysAt(2, young.id, 1)));
  const rotated = await client().ask('POST', `${old.path}/secret/rotate`, { headers, body: {} });
  expect(rotated.json.secret).toBe(secretText(await keysAt(2, old.id, 2)));
  const { json } = await client().get(old.path, headers);
  expect(json.secrets).toMatchObject([
    { version: 1, generation: 1, publicKey: publicKeyText(await keysAt(1, old.id, 1)) },
    { version: 2, generation: 2, publicKey: publicKeyText(await keysAt(2, old.id, 2)) },
  ]);
});

test('a secret that has ended is not shown any more, so that its generation may be retired', async () => {
  const { path } = await subscribe();
  newest = 2;
  const { status } = await client().ask('POST', `${path}/secret/rotate`, {
    headers,
    body: { overlapHours: 0 },
  });
  expect(status).toBe(200);
  retired = 1;
  const { status: shown, json } = await client().get(path, headers);
  expect(shown).toBe(200);
  expect(json.secrets).toMatchObject([{ version: 2, generation: 2 }]);
});

test('the answer to a repeated request shows the secret that it showed, while that signs, and never a later one', async () => {
  const key = { 'idempotency-key': 'one-and-the-same' };
  const first = await subscribe(key);
  const again = () =>
    client().ask('POST', '/v1/subscriptions', { headers: { ...headers, ...key }, body: first.asked });
  const rotate = (overlapHours: number) =>
    client().ask('POST', `${first.path}/secret/rotate`, { headers, body: { overlapHours } });
  newest = 2;
  await rotate(24);
  expect((await again()).json).toMatchObject({
    id: first.id,
    secret: secretText(await keysAt(1, first.id, 1)),
  });
  await rotate(0);
  const { status, json, text } = await again();
  expect([status, json.type]).toEqual([409, '/problems/conflict']);
  expect(text).toContain(first.path);
  expect(text).not.toContain('whsec_');
});

test('a confirm link outlives a rotation of the master secret and of the secret', async () => {
  const { id, path } = await subscribe();
  const { confirmUrl } = await verificationOf(all.store, id);
  const page = new URL(confirmUrl).pathname + new URL(confirmUrl).search;
  newest = 2;
  expect((await client().get(page)).status).toBe(200);
  await client().ask('POST', `${path}/secret/rotate`, { headers, body: {} });
  expect((await client().ask('POST', page)).status).toBe(200);
  expect((await client().get(path, headers)).json.status).toBe('active');
});
