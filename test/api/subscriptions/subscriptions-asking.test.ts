import { expect, test } from 'vitest';
import { later, minute } from '../../../functions/core/instant.ts';
import { patience } from '../../../functions/core/webhook/unanswered.ts';
import { messagesOf, verificationOf, withSubscribing } from '../../support/subscribing.ts';

const all = await withSubscribing();

const register = async (url: string, owner = 'subscriber') =>
  all.client.ask('POST', '/v1/subscriptions', { headers: await all.as(owner), body: { url, filter: {} } });
const forget = async (id: string, owner = 'subscriber') =>
  all.client.ask('DELETE', `/v1/subscriptions/${id}`, { headers: await all.as(owner) });

test('a host that never agreed is asked ever more rarely, whatever becomes of the subscriptions', async () => {
  const url = 'https://victim.example-target.net/in';
  for (let made = 0; made < patience.host; made++) {
    const { status, json } = await register(url, `owner ${made % 3}`);
    expect(status).toBe(201);
    await forget(json.id, `owner ${made % 3}`);
  }
  const refused = await register(`${url}?again`, 'a fourth owner');
  expect(refused.json).toMatchObject({ status: 429, type: '/problems/too-many-requests' });
  expect(refused.headers['retry-after']).toBe('60');
  const waits: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    const { headers } = await register(url);
    const seconds = Number(headers['retry-after']);
    waits.push(seconds / 60);
    all.clock.now = later(all.clock.now, seconds * 1000);
    const { json } = await register(url);
    await forget(json.id);
  }
  expect(waits).toEqual([1, 2, 4]);
  expect((await register('https://other.example-target.org/in')).status).toBe(201);
});

test('whose owner confirms one is asked again like anybody', async () => {
  const url = 'https://agreed.example-target.com/in';
  for (let made = 0; made < patience.host - 1; made++) await forget((await register(url)).json.id);
  const { json } = await register(url);
  expect((await register(url)).status).toBe(429);
  const { confirmUrl } = await verificationOf(all.store, json.id);
  const { pathname, search } = new URL(confirmUrl);
  expect((await all.client.ask('POST', `${pathname}${search}`)).status).toBe(200);
  expect((await register(url)).status).toBe(201);
});

test('one host that agrees does not have strangers under its domain asked without end', async () => {
  const at = (host: string) => `https://${host}.shared-by-many.net/in`;
  for (let made = 0; made < patience.domain; made++) {
    const owner = `stranger ${made % 6}`;
    await forget((await register(at(`victim-${made}`), owner)).json.id, owner);
  }
  expect((await register(at('another-victim'))).status).toBe(429);
  all.clock.now = later(all.clock.now, minute);
  const { json } = await register(at('mine'));
  const { confirmUrl } = await verificationOf(all.store, json.id);
  const { pathname, search } = new URL(confirmUrl);
  expect((await all.client.ask('POST', `${pathname}${search}`)).status).toBe(200);
  expect((await register(at('another-victim'))).status).toBe(429);
});

test('a refused registration makes nothing and asks nobody', async () => {
  const url = 'https://silent.example-target.biz/in';
  for (let made = 0; made < patience.host; made++) await forget((await register(url)).json.id);
  all.jobs.length = 0;
  expect((await register(url, 'newcomer')).status).toBe(429);
  expect(all.jobs).toEqual([]);
  const list = await all.client.get('/v1/subscriptions', await all.as('newcomer'));
  expect(list.json.data).toEqual([]);
  all.clock.now = later(all.clock.now, minute);
  const { json } = await register(url, 'newcomer');
  expect(await messagesOf(all.store, json.id, 'subscription.verification')).toHaveLength(1);
});
