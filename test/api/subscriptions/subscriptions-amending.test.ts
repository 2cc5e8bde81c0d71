import { describe, expect, test } from 'vitest';
import { anUrl, aVerified, verificationOf, withSubscribing } from '../../support/subscribing.ts';

const all = await withSubscribing();
const headers = await all.as();

const create = (body: object, more: Record<string, string> = {}) =>
  all.client.ask('POST', '/v1/subscriptions', { headers: { ...headers, ...more }, body });
const patch = (path: string, body: unknown, more: Record<string, string> = {}) =>
  all.client.ask('PATCH', path, { headers: { ...headers, ...more }, body });

describe('PATCH', () => {
  test.each([
    ['description', 'Foreign ministry', 'Foreign ministry'],
    ['contact', 'ops@receiver.net', 'ops@receiver.net'],
    ['filter', { states: ['CHN'] }, { states: ['CHN'] }],
    ['status', 'paused', 'paused'],
  ])('changes %s and nothing else', async (member, value, expected) => {
    const { path } = await aVerified(all, { description: 'before' });
    const before = (await all.client.get(path, headers)).json;
    const { status, json } = await patch(path, { [member]: value });
    expect(status).toBe(200);
    expect(json[member]).toEqual(expected);
    const own = [member, 'version', 'updatedAt', 'reason'];
    const others = (of: object) => Object.entries(of).filter(([name]) => !own.includes(name));
    expect(others(json).sort()).toEqual(others({ ...before, ...(member === 'contact' && {}) }).sort());
    expect((await all.client.get(path, headers)).json).toEqual(json);
  });

  test('takes a text away by null', async () => {
    const { path } = await aVerified(all, { description: 'before', contact: 'c' });
    const { json } = await patch(path, { description: null });
    expect(json).not.toHaveProperty('description');
    expect(json.contact).toBe('c');
  });

  test.each([
    'id',
    'owner',
    'secrets',
    'health',
    'receivesAfter',
    'verifiedAt',
    'version',
    'host',
    'surprise',
  ])('refuses %s by name', async (member) => {
    const { path } = await aVerified(all);
    const { json } = await patch(path, { [member]: 'x' });
    expect(json).toMatchObject({ type: '/problems/invalid-input', errors: [{ pointer: `/${member}` }] });
  });

  test('refuses another status, and URLs and filters as creating does', async () => {
    const { path } = await aVerified(all);
    expect((await patch(path, { status: 'disabled' })).json.errors[0].pointer).toBe('/status');
    expect((await patch(path, { url: 'https://10.0.0.1/' })).json.type).toBe('/problems/url-refused');
    expect((await patch(path, { filter: { states: ['ZZZ'] } })).json.errors[0].pointer).toBe(
      '/filter/states/0',
    );
  });

  test('of another URL asks that one, voids what the first was asked, and goes on from where it was', async () => {
    const before = await aVerified(all);
    const asked = await verificationOf(all.store, before.id);
    all.clock.now = new Date(Date.parse(all.clock.now) + 120_000).toISOString();
    const url = anUrl();
    const { json } = await patch(before.path, { url });
    expect(json).toMatchObject({ url, status: 'pending', receivesAfter: before.receivesAfter });
    expect((await all.store.verify(before.id, asked.challengeHash, all.clock.now)).status).toBe('pending');
    const anew = await verificationOf(all.store, before.id);
    expect(anew.challenge).not.toBe(asked.challenge);
    const after = await all.store.verify(before.id, anew.challengeHash, all.clock.now);
    expect(after).toMatchObject({
      status: 'active',
      receivesAfter: before.receivesAfter,
      challengeHash: null,
    });
  });

  test('of another URL leaves what its owner has paused in pause, once that one has answered', async () => {
    const { id, path } = await aVerified(all);
    await patch(path, { status: 'paused' });
    all.clock.now = new Date(Date.parse(all.clock.now) + 120_000).toISOString();
    const { json } = await patch(path, { url: anUrl() });
    expect(json).toMatchObject({ status: 'pending', reason: 'owner' });
    const { challengeHash } = await verificationOf(all.store, id);
    const after = await all.store.verify(id, challengeHash, all.clock.now);
    expect(after).toMatchObject({ status: 'paused', reason: 'owner' });
    expect((await patch(path, { status: 'active' })).json).toMatchObject({ status: 'active', reason: null });
  });

  test('pauses and lets go on; what is not verified or disabled says how', async () => {
    const { path, id } = await aVerified(all);
    expect((await patch(path, { status: 'paused' })).json).toMatchObject({
      status: 'paused',
      reason: 'owner',
    });
    expect((await patch(path, { status: 'active' })).json).toMatchObject({ status: 'active', reason: null });
    await all.store.subscriptions.update(id, (one) => ({ ...one, status: 'disabled', reason: 'failing' }));
    expect((await patch(path, { status: 'active' })).json).toMatchObject({
      type: '/problems/not-active',
      reason: 'failing',
    });
    const { json } = await create({ url: anUrl(), filter: {} });
    expect((await patch(`/v1/subscriptions/${json.id}`, { status: 'paused' })).json.type).toBe(
      '/problems/not-verified',
    );
  });

  test('heeds If-Match where it is given', async () => {
    const { path } = await aVerified(all);
    const { headers: given } = await all.client.get(path, headers);
    expect((await patch(path, { description: 'a' }, { 'if-match': given.etag ?? '' })).status).toBe(200);
    expect((await patch(path, { description: 'b' }, { 'if-match': given.etag ?? '' })).json.type).toBe(
      '/problems/precondition-failed',
    );
  });
});
