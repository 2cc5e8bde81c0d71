import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { routes } from '../../../functions/api/routes.ts';
import { signingKeys } from '../../../functions/core/webhook/signing/sealed-keys.ts';
import { signatureHeaders, signingVersions } from '../../../functions/core/webhook/signing/signature.ts';
import type { Store } from '../../../functions/store/index.ts';
import { clientOf } from '../../support/api.ts';
import { anAction } from '../../support/record-fixture.ts';
import { anUrl, aVerified, fannedOut, messagesOf, withSubscribing } from '../../support/subscribing.ts';

const all = await withSubscribing();
const headers = await all.as();

const post = (target: string, body?: unknown) => all.client.ask('POST', target, { headers, body });

const aPending = async () => {
  const { json } = await post('/v1/subscriptions', { url: anUrl(), filter: {} });
  return `/v1/subscriptions/${json.id}`;
};

const disable = ({ store }: { store: Store }, id: string) =>
  store.subscriptions.update(id, (one) => ({ ...one, status: 'disabled', reason: 'failing' }));

describe('a test', () => {
  test('is sent, and answered with where to look while it is under way', async () => {
    const { id, path } = await aVerified(all);
    const { status, json, headers: given } = await post(`${path}/test`);
    expect(status).toBe(202);
    const [row] = await messagesOf(all.store, id, 'subscription.test');
    expect(json).toMatchObject({ key: row?.key, status: 'pending', trigger: 'test', attempts: [] });
    expect(given.location).toBe(`${path}/deliveries/${row?.key}`);
    expect(all.jobs.at(-1)).toEqual({ subscription: id, delivery: row?.key });
  });

  test('is answered with its attempt once that is made', async () => {
    const { path } = await aVerified(all);
    const attempt = {
      startedAt: all.clock.now,
      trigger: 'test' as const,
      times: { total: 12 },
      verdict: 'delivered' as const,
      code: null,
      status: 204,
      headers: {},
      body: '',
    };
    const deliver = async ([job]: { subscription: string; delivery: string }[]) => {
      const row =
        job && (await all.store.deliveries.get({ subscription: job.subscription, key: job.delivery }));
      if (row)
        await all.store.deliveries.put({ ...row, status: 'delivered', attempted: 1, attempts: [attempt] });
    };
    const client = clientOf(all.store, { queues: { deliver }, longestWait: 5000 });
    const { status, json } = await client.ask('POST', `${path}/test`, { headers });
    expect(status).toBe(200);
    expect(json).toMatchObject({ status: 'delivered', attempts: [attempt], lastAttempt: { status: 204 } });
  });

  test('waits for the sweep where the doorbell is broken', async () => {
    const { id, path } = await aVerified(all);
    const queues = { deliver: () => Promise.reject(new Error('no queue')) };
    const client = clientOf(all.store, { queues });
    expect((await client.ask('POST', `${path}/test`, { headers })).status).toBe(202);
    expect(await messagesOf(all.store, id, 'subscription.test')).toHaveLength(1);
    expect(client.logged.join('')).toContain('doorbells not rung');
  });

  test('is refused before verification and while it is off', async () => {
    expect((await post(`${await aPending()}/test`)).json.type).toBe('/problems/not-verified');
    const { id, path } = await aVerified(all);
    await disable(all, id);
    expect((await post(`${path}/test`)).json).toMatchObject({
      type: '/problems/not-active',
      reason: 'failing',
    });
  });
});

describe('WH-06 rotating the secret', () => {
  test('shows the new one, while the one before signs on for a day', async () => {
    const { id, path } = await aVerified(all);
    const { status, json } = await post(`${path}/secret/rotate`, {});
    expect(status).toBe(200);
    expect(json.secrets).toEqual([
      { version: 1, generation: 1, createdAt: expect.any(String), expiresAt: '2023-01-03T00:00:00.000Z' },
      { version: 2, generation: 1, createdAt: all.clock.now, expiresAt: null },
    ]);
    const kept = await all.store.subscriptions.get(id);
    if (!kept) throw new Error(`no subscription ${id}`);
    const keys = signingVersions(kept.secrets, all.clock.now).map((one) =>
      signingKeys(Buffer.alloc(32, 7), kept, one),
    );
    const now = new Date().toISOString();
    const signed = signatureHeaders({ id: 'chg_1', body: '{"a":1}' }, keys, now);
    expect(new Webhook(json.secret).verify('{"a":1}', signed)).toEqual({ a: 1 });
    expect((await all.client.get(path, headers)).text).not.toContain(json.secret);
  });

  test('takes an overlap of up to 168 hours, and five secrets at most', async () => {
    const { path } = await aVerified(all);
    for (const overlapHours of [-1, 169, 'a'])
      expect((await post(`${path}/secret/rotate`, { overlapHours })).json.errors[0].pointer).toBe(
        '/overlapHours',
      );
    for (let version = 2; version <= 5; version++)
      expect((await post(`${path}/secret/rotate`, { overlapHours: 168 })).status).toBe(200);
    expect((await post(`${path}/secret/rotate`, {})).json.type).toBe('/problems/limit-reached');
    const fresh = await aVerified(all);
    const { json } = await post(`${fresh.path}/secret/rotate`, { overlapHours: 0 });
    expect(json.secrets[0].expiresAt).toBe(all.clock.now);
  });
});

describe('WH-26 what was missed while it was off', () => {
  test('is counted by enable, which brings it back with a clean record', async () => {
    const one = await aVerified(all, { filter: { states: ['CHN'] } });
    const writing = { now: () => all.clock.now, by: 'editor' };
    await all.store.recording.recordActions('CHN', 'ilo-c029', [{ action: anAction() }], writing);
    await fannedOut(all.store, one.shard);
    await disable(all, one.id);
    const { status, json } = await post(`${one.path}/enable`);
    expect(status).toBe(200);
    expect(json.subscription).toMatchObject({
      status: 'active',
      reason: null,
      health: { failuresInARow: 0 },
    });
    expect(json.missed).toMatchObject({ held: 0, missing: 2, exhausted: 0, complete: true });
    const { method, path, body } = json.missed.replay;
    const replay = await all.client.ask(method, path, { headers, body });
    expect(replay.json).toMatchObject({ replayed: 2, next: null });
  });

  test('is refused before verification', async () => {
    expect((await post(`${await aPending()}/enable`)).json.type).toBe('/problems/not-verified');
  });
});

describe('a preview', () => {
  test('counts by type what the last year would have sent', async () => {
    const { json } = await post('/v1/subscriptions/filter/preview', { filter: { states: ['CHN'] } });
    expect(json).toMatchObject({
      byType: { 'urging.recorded': 1, 'treaty.action.recorded': 1, 'treaty.status.changed': 1 },
      total: 3,
      complete: true,
    });
    const one = await aVerified(all, { filter: { types: ['instrument.*'] } });
    expect((await post(`${one.path}/filter/preview`)).json).toMatchObject({
      byType: { 'instrument.added': 1 },
      total: 1,
    });
    const refused = await post('/v1/subscriptions/filter/preview', { filter: { states: ['ZZZ'] } });
    expect(refused.json).toMatchObject({
      type: '/problems/unknown-value',
      errors: [{ pointer: '/filter/states/0' }],
    });
  });
});

test("every route that takes an id treats another owner's as absent", async () => {
  const { id, path } = await aVerified(all);
  const stranger = await all.as('stranger');
  const taking = routes.filter(
    (route) => route.path.startsWith('/v1/subscriptions/{subscription}') && !route.path.endsWith('/confirm'),
  );
  expect(taking.length).toBe(12);
  const bodies: Record<string, unknown> = {
    changeSubscription: { status: 'paused' },
    rotateSecret: {},
    replay: { afterSequence: 0, only: 'all' },
  };
  const before = await all.store.subscriptions.get(id);
  for (const { method, path: form, operationId } of taking) {
    const target = form.replace('{subscription}', id).replace('{delivery}', '1');
    const body = bodies[operationId];
    const theirs = await all.client.ask(method, target, { headers: stranger, body });
    expect([operationId, theirs.status]).toEqual([operationId, 404]);
    const none = `sub_${'0'.repeat(26)}`;
    const absent = await all.client.ask(method, target.replace(id, none), { headers: stranger, body });
    expect(absent.text).toBe(theirs.text.replaceAll(id, none));
    expect((await all.client.ask(method, target, { body })).status).toBe(401);
  }
  expect((await all.client.get(`/v1/changes?subscription=${id}`, stranger)).status).toBe(404);
  expect((await all.client.get(`/v1/changes?subscription=${id}`)).status).toBe(401);
  expect((await all.client.get('/v1/subscriptions', stranger)).json.data).toEqual([]);
  expect(await all.store.subscriptions.get(id)).toEqual(before);
  expect((await all.client.get(path, headers)).status).toBe(200);
});
