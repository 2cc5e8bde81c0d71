import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../functions/api/routes.ts';
import type { ApiKey } from '../../functions/core/api-key.ts';
import { UnknownGeneration } from '../../functions/lib/master-secret.ts';
import type { NewKey } from '../../functions/store/api-keys.ts';
import type { Store } from '../../functions/store/index.ts';
import { bearer, type Client, clientOf } from '../support/api.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { anAction, withRecord } from '../support/record-fixture.ts';
import { seal, testMaster } from '../support/sealing.ts';

let table: TestTable;
let store: Store;
let client: Client;

beforeAll(async () => {
  table = await freshTable();
  store = await withRecord(table);
  client = clientOf(store, {
    masterSecret: async (generation) => {
      if (generation !== 1) throw new UnknownGeneration(generation);
      return testMaster;
    },
  });
});

const actions = '/v1/states/CHN/participations/ilo-c029/actions';
const post = (authorization?: string) =>
  client.ask('POST', actions, { body: anAction(), headers: authorization ? { authorization } : {} });

const placeOf = (path: string): string =>
  path
    .replace('{state}', 'CHN')
    .replace('{instrument}', 'ilo-c029')
    .replace('{source}', 'ohchr-2019-04-29')
    .replace('{action}', 'act_01GNQ3T0G00000000000000009')
    .replaceAll(/\{\w+\}/g, '1');

const guarded = routes.filter(({ scope }) => scope !== null);

/** The link sent to the receiver opens without a key. */
const byLink = ['confirmSubscription'];

test('every route that writes declares a scope, or is opened by a link of its own', () => {
  const open = routes.filter(({ method, scope }) => method !== 'GET' && scope === null);
  expect(open.map(({ operationId }) => operationId).filter((id) => !byLink.includes(id))).toEqual([]);
  expect(guarded.length).toBeGreaterThan(4);
});

test.each(guarded.map(({ method, path, scope }) => [method, path, scope] as const))(
  '%s %s needs a key with the scope %s',
  async (method, path, scope) => {
    const { sequence } = await store.record.head();
    const asked = (headers: Record<string, string>) =>
      client.ask(method, placeOf(path), { ...(method !== 'GET' && { body: {} }), headers });
    const nobody = await asked({});
    expect([nobody.status, nobody.json.type]).toEqual([401, '/problems/unauthenticated']);
    expect(nobody.headers['www-authenticate']).toMatch(/^Bearer realm=/);
    const others = (['actions:write', 'instruments:write', 'subscriptions:manage'] as const).filter(
      (one) => one !== scope,
    );
    const other = await asked(await bearer(store, others));
    expect([other.status, other.json.scope]).toEqual([403, scope]);
    expect(other.headers['www-authenticate']).toContain('insufficient_scope');
    expect((await store.record.head()).sequence).toBe(sequence);
  },
);

test('wrong, truncated, expired and revoked keys open nothing, and do not say which part was wrong', async () => {
  const { authorization: good } = await bearer(store);
  const [, id = ''] = good.split('_');
  const by = { now: '2022-01-01T00:00:00.000Z', by: 'fixture', seal };
  const key = { owner: 'editor', name: 'old', scopes: ['actions:write' as const] };
  const expired = await store.keys.create({ ...key, expiresAt: '2023-01-01T00:00:00.000Z' }, by);
  const revoked = await store.keys.create({ ...key, name: 'gone' }, by);
  await store.keys.revoke(revoked.key.id, by);
  const unknown = good.replace(id, '01GNQ3T0G00000000000000009');
  const wrong = `${good.slice(0, -1)}${good.endsWith('A') ? 'E' : 'A'}`;
  const bad = [wrong, unknown, good.slice(0, -1), 'Bearer', 'Bearer x', good.replace('Bearer', 'Basic')];
  for (const authorization of [...bad, `Bearer ${expired.text}`, `Bearer ${revoked.text}`]) {
    const { status, json, headers } = await post(authorization);
    expect([status, json.type], authorization).toEqual([401, '/problems/unauthenticated']);
    expect(headers['www-authenticate']).toContain('error="invalid_token"');
  }
  expect((await post(wrong)).json.detail).toBe((await post(unknown)).json.detail);
  expect((await store.record.read(({ holdings }) => holdings('CHN'))).actions).toEqual([]);
});

describe('a key that somebody wrote to the table', () => {
  const put = (key: object) =>
    table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: { pk: `KEY#${(key as ApiKey).id}`, sk: 'META', body: key },
      }),
    );
  const issued = async (over: Partial<NewKey> = {}) => {
    const wanted = {
      owner: 'editor',
      name: `${Math.random()}`,
      scopes: ['subscriptions:manage' as const],
      ...over,
    };
    return store.keys.create(wanted, { now: '2022-01-01T00:00:00.000Z', by: 'fixture', seal });
  };
  const refused = async (text: string) => {
    const { status, json } = await post(`Bearer ${text}`);
    expect([status, json.type]).toEqual([401, '/problems/unauthenticated']);
  };

  test.each<[string, (key: ApiKey) => object]>([
    ['without a seal', ({ seal: _, ...key }) => key],
    ['with one made up', (key) => ({ ...key, seal: { generation: 1, mac: 'A'.repeat(43) } })],
    ['with an empty one', (key) => ({ ...key, seal: { generation: 1, mac: '' } })],
    ['with another generation', (key) => ({ ...key, seal: { ...key.seal, generation: 2 } })],
    ['with more scopes', (key) => ({ ...key, scopes: ['actions:write', 'subscriptions:manage'] })],
    ['with another owner', (key) => ({ ...key, owner: 'somebody' })],
    ['with a longer life', (key) => ({ ...key, expiresAt: '2999-01-01T00:00:00.000Z' })],
  ])('opens nothing %s', async (_how, forged) => {
    const { key, text } = await issued();
    expect((await post(`Bearer ${text}`)).status).toBe(403);
    await put(forged(key));
    await refused(text);
  });

  test('opens nothing with the seal of another key', async () => {
    const [mine, other] = [await issued(), await issued({ scopes: ['actions:write'] })];
    await put({ ...mine.key, scopes: other.key.scopes, seal: other.key.seal });
    await refused(mine.text);
  });

  test('opens nothing once it was revoked, whoever takes the note of that away', async () => {
    const { key, text } = await issued({ scopes: ['actions:write'] });
    await store.keys.revoke(key.id, { now: '2022-01-01T00:00:00.000Z', by: 'fixture' });
    await put({ ...(await store.keys.get(key.id)), revokedAt: null });
    await refused(text);
  });
});

test('where the master secret cannot be read, a key is neither refused nor let in', async () => {
  const { authorization } = await bearer(store);
  const unreadable = clientOf(store, { masterSecret: () => Promise.reject(new Error('chmod 600 it')) });
  const { status, json, text } = await unreadable.ask('POST', actions, {
    body: {},
    headers: { authorization },
  });
  expect([status, json.type]).toEqual([503, '/problems/unavailable']);
  expect(text).not.toContain('chmod');
  expect(unreadable.logged.join()).toContain('chmod 600 it');
});

test('a key that is used notes the day', async () => {
  const { authorization } = await bearer(store);
  expect((await post(authorization)).status).toBe(201);
  const [, id = ''] = authorization.split('_');
  expect((await store.keys.get(id))?.lastUsedOn).toBe('2023-01-02');
});

test('an answer to a request with a key is not stored, and is the same as without', async () => {
  const headers = await bearer(store);
  const open = await client.get('/v1/instruments/ilo-c029');
  const keyed = await client.get('/v1/instruments/ilo-c029', headers);
  expect(keyed.headers['cache-control']).toBe('no-store');
  expect(open.headers['cache-control']).toBe('public, no-cache');
  expect(keyed.text).toBe(open.text);
});
