import { expect, test } from 'vitest';
import { readSettings } from '../../../infra/local/settings.ts';
import { bearer, clientOf } from '../../support/api.ts';
import { freshTable } from '../../support/engine/table.ts';
import { withRecord } from '../../support/record-fixture.ts';
import { verificationOf } from '../../support/subscribing.ts';

test('an operator may allow a registrable domain more subscriptions than twenty, or fewer', async () => {
  const store = await withRecord(await freshTable());
  const queues = { deliver: async () => {} };
  const writeLimit = { perSecond: 1000, burst: 1000 };
  const headers = await bearer(store, ['subscriptions:manage'], 'owner');
  const createWith = async (perDomain: number, name: string) => {
    const { ask } = clientOf(store, { perDomain, queues, writeLimit });
    const body = { url: `https://${name}.crowded.net/in`, filter: {} };
    const { json } = await ask('POST', '/v1/subscriptions', { headers, body });
    if (json.status !== 'pending') return json;
    const { challengeHash } = await verificationOf(store, json.id);
    return store.verify(json.id, challengeHash, '2023-01-02T00:00:00.000Z');
  };
  expect((await createWith(2, 'one')).status).toBe('active');
  expect((await createWith(2, 'two')).status).toBe('active');
  expect(await createWith(2, 'three')).toMatchObject({ type: '/problems/limit-reached', limit: 2 });
  expect((await createWith(3, 'three')).status).toBe('active');
});

test('on a laptop the environment says how many', () => {
  expect(readSettings([], { SUBSCRIPTIONS_PER_DOMAIN: '50' })).toMatchObject({ perDomain: 50 });
  expect(readSettings([], {})).not.toHaveProperty('perDomain');
  expect(() => readSettings([], { SUBSCRIPTIONS_PER_DOMAIN: 'many' })).toThrow(/from 1 to 99999, not "many"/);
});
