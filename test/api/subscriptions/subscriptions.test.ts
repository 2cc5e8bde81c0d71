import { describe, expect, test } from 'vitest';
import { anUrl, aVerified, verificationOf, withSubscribing } from '../../support/subscribing.ts';

const all = await withSubscribing();
const headers = await all.as();

const create = (body: object, more: Record<string, string> = {}) =>
  all.client.ask('POST', '/v1/subscriptions', { headers: { ...headers, ...more }, body });
const patch = (path: string, body: unknown, more: Record<string, string> = {}) =>
  all.client.ask('PATCH', path, { headers: { ...headers, ...more }, body });

describe('a new subscription', () => {
  test('shows its secret once, is pending, and its URL is asked with a challenge', async () => {
    const { status, json, headers: given } = await create({ url: anUrl(), filter: { types: ['treaty.*'] } });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      id: expect.stringMatching(/^sub_/),
      status: 'pending',
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
      publicKey: expect.stringMatching(/^whpk_[A-Za-z0-9+/]{43}=$/),
      verification: { sentAt: all.clock.now, lastAttempt: null },
    });
    expect(given.location).toBe(`/v1/subscriptions/${json.id}`);
    const { row, confirmUrl } = await verificationOf(all.store, json.id);
    expect(row).toMatchObject({ status: 'pending', trigger: 'verification', nextAttemptAt: all.clock.now });
    expect(confirmUrl).toMatch(
      new RegExp(`^https://tracker\\.example\\.org/v1/subscriptions/${json.id}/confirm\\?token=`),
    );
    expect(all.jobs).toContainEqual({ subscription: json.id, delivery: row?.key });
  });

  test('is not shown with its secret, its challenge or its shard again', async () => {
    const { json } = await create({ url: anUrl(), filter: {} });
    const one = await all.client.get(`/v1/subscriptions/${json.id}`, headers);
    const list = await all.client.get('/v1/subscriptions', headers);
    for (const { status, text, headers: given } of [one, list]) {
      expect(status).toBe(200);
      expect(given['cache-control']).toBe('no-store');
      expect(text).not.toMatch(/whsec_|challenge|shard/);
      expect(text).not.toContain(json.secret.slice(6));
    }
    expect(list.json.data.map(({ id }: { id: string }) => id)).toContain(json.id);
  });

  test('to a URL that another of its owner has is made, with a warning; one of somebody else is no matter', async () => {
    const url = anUrl();
    const first = await create({ url, filter: {} });
    expect(first.json.warnings).toEqual([]);
    const second = await create({ url: url.replace('/in', '/x/../in'), filter: {} });
    expect(second.json.warnings).toEqual([
      {
        code: 'same-url',
        detail: expect.stringContaining('the same webhook-id'),
        subscriptions: [first.json.id],
      },
    ]);
    const headers = await all.as('somebody else');
    const third = await all.client.ask('POST', '/v1/subscriptions', { headers, body: { url, filter: {} } });
    expect(third.json.warnings).toEqual([]);
  });

  test('sent twice with one Idempotency-Key is one subscription with one secret', async () => {
    const body = { url: anUrl(), filter: {} };
    const [first, second] = [
      await create(body, { 'idempotency-key': 'k1' }),
      await create(body, { 'idempotency-key': 'k1' }),
    ];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect([second.json.id, second.json.secret]).toEqual([first.json.id, first.json.secret]);
    const other = await create({ ...body, url: anUrl() }, { 'idempotency-key': 'k1' });
    expect(other.json).toMatchObject({ status: 409, type: '/problems/idempotency-conflict' });
    await all.client.ask('DELETE', `/v1/subscriptions/${first.json.id}`, { headers });
    expect((await create(body, { 'idempotency-key': 'k1' })).json.type).toBe('/problems/conflict');
  });

  test.each([
    ['http://hooks.example.net/', 'scheme'],
    ['https://127.0.0.1/', 'address-literal'],
    ['https://0x7f.1/', 'address-literal'],
    ['https://①②⑦.⓪.⓪.①/', 'address-literal'],
    ['https://[::ffff:7f00:1]/', 'address-literal'],
    ['https://user@hooks.example.net/', 'credentials'],
    ['https://hooks.example.net/#a', 'fragment'],
    ['https://hooks.example.net:8080/', 'port'],
    ['https://printer.local/', 'reserved-name'],
    ['https://tracker.example.org/', 'own-host'],
    ['hooks', 'malformed'],
  ])('to %s is refused by the rule %s', async (url, rule) => {
    const { json } = await create({ url, filter: {} });
    expect(json).toMatchObject({
      type: '/problems/url-refused',
      status: 422,
      rule,
      errors: [{ pointer: '/url' }],
    });
  });

  test('with a filter that names what is not on record is refused by pointer', async () => {
    const { json } = await create({
      url: anUrl(),
      filter: { states: ['CHN', 'ZZZ'], instruments: ['nope'], depositaries: ['who'], sources: ['none'] },
    });
    expect(json).toMatchObject({ type: '/problems/unknown-value', status: 422 });
    expect(json.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/filter/states/1',
      '/filter/instruments/0',
      '/filter/depositaries/0',
      '/filter/sources/0',
    ]);
  });

  test('with an unknown type or member is refused by name', async () => {
    const typed = await create({ url: anUrl(), filter: { types: ['treaty.signed'] } });
    expect(typed.json).toMatchObject({ status: 422, errors: [{ pointer: '/filter/types/0' }] });
    const none = await create({ url: anUrl(), filter: { sources: [] } });
    expect(none.json).toMatchObject({
      type: '/problems/invalid-input',
      errors: [{ pointer: '/filter/sources' }],
    });
    const more = await create({ url: anUrl(), filter: {}, secret: 'x' });
    expect(more.json).toMatchObject({ status: 422, errors: [{ pointer: '/secret' }] });
  });

  test('is one of at most twenty to a registrable domain that has answered for them, however many do at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 24 }, (_, index) => create({ url: `https://h${index}.crowded.net/`, filter: {} })),
    );
    const answered = made.map(async ({ json: { id } }) =>
      all.store.verify(id, (await verificationOf(all.store, id)).challengeHash, all.clock.now),
    );
    const outcomes = await Promise.allSettled(answered);
    const [verified, refused] = ['fulfilled', 'rejected'].map((one) =>
      made.filter((_, index) => outcomes[index]?.status === one).map(({ json }) => json.id),
    );
    expect(verified).toHaveLength(20);
    all.clock.now = new Date(Date.parse(all.clock.now) + 120_000).toISOString();
    const full = { type: '/problems/limit-reached', domain: 'crowded.net', limit: 20 };
    expect((await create({ url: 'https://again.crowded.net/', filter: {} })).json).toMatchObject(full);
    const again = (id: string) => all.client.ask('POST', `/v1/subscriptions/${id}/verify`, { headers });
    expect((await again(refused?.[0])).json).toMatchObject(full);
    const elsewhere = await aVerified(all);
    all.clock.now = new Date(Date.parse(all.clock.now) + 120_000).toISOString();
    const moved = await patch(elsewhere.path, { url: 'https://x.crowded.net/' });
    expect(moved.json).toMatchObject(full);
    await all.client.ask('DELETE', `/v1/subscriptions/${verified?.[0]}`, { headers });
    expect((await again(refused?.[0])).status).toBe(202);
  }, 30_000);
});

test('a deleted subscription is gone', async () => {
  const { path, id } = await aVerified(all);
  expect((await all.client.ask('DELETE', path, { headers })).status).toBe(204);
  expect((await all.client.get(path, headers)).status).toBe(404);
  expect(await all.store.subscriptions.get(id)).toBeUndefined();
});
