import { beforeEach, expect, test } from 'vitest';
import type { Store } from '../../functions/store/index.ts';
import { bearer, type Client, clientOf, withClient } from '../support/api.ts';
import { anAction, citation } from '../support/record-fixture.ts';

let store: Store;
let client: Client;
let key: { authorization: string };

beforeEach(async () => {
  ({ store, client, key } = await withClient());
});

const under = '/v1/states/CHN/participations/ilo-c029';
const actions = `${under}/actions`;

const post = (target: string, body: unknown, headers: Record<string, string> = {}) =>
  client.ask('POST', target, { body, headers: { ...key, ...headers } });

const onRecord = async () => {
  const { sequence } = await store.record.head();
  const holdings = await store.record.read((snapshot) => snapshot.holdings('CHN'));
  return { sequence, actions: holdings.actions.length, checks: holdings.checks.length };
};

test('a recorded action is answered with the participation after it and the changes that tell of it', async () => {
  const { status, headers, json } = await post(actions, anAction());
  expect(status).toBe(201);
  expect(headers['cache-control']).toBe('no-store');
  expect(headers.location).toBe(`${actions}/${json.action.id}`);
  expect(json.action).toMatchObject({ recordedBy: 'editor', recordedAt: '2023-01-02T00:00:00.000Z' });
  expect(json.participation).toMatchObject({
    status: 'contracting-state',
    inForceOn: '2023-08-12',
    version: 1,
  });
  expect(json.sequences).toEqual([3, 4]);
  const shown = await client.get(headers.location ?? '');
  expect(shown.json.recorded).toEqual(json.action);
  expect(shown.json.current).toMatchObject({ effect: { on: '2023-08-12', basis: 'computed' } });
});

test.each([
  ['a day to come', anAction({ doneOn: '2024-01-01' }), 'date-out-of-range', '/doneOn'],
  ['a day before adoption', anAction({ doneOn: '1929-01-01' }), 'date-out-of-range', '/doneOn'],
  ['an effect before the act', anAction({ effectiveOn: '2022-01-01' }), 'effect-before-act', '/effectiveOn'],
  ['no source', anAction({ sources: [] }), 'source-missing', '/sources'],
  ['no source at all', { kind: 'ratification', doneOn: '2022-08-12' }, 'source-missing', '/sources'],
  [
    'an act that is not open, by a source that is not the depositary',
    anAction({ kind: 'accession', sources: [{ ...citation, tier: 'official' }] }),
    'act-not-open',
    '/kind',
  ],
  [
    'a territory of nobody',
    anAction({ kind: 'territorial-extension', territory: 'FRA' }),
    'unknown-value',
    '/territory',
  ],
  ['an unknown member', { ...anAction(), status: 'party' }, 'invalid-input', '/status'],
  [
    'an unknown member within',
    anAction({ sources: [{ ...citation, 'a/b': 1 } as never] }),
    'invalid-input',
    '/sources/0/a~1b',
  ],
  ['an unknown kind', anAction({ kind: 'coronation' as never }), 'invalid-input', '/kind'],
  ['a wrong type', anAction({ doneOn: 20220812 as never }), 'invalid-input', '/doneOn'],
  ['a list', [anAction()], 'invalid-input', ''],
  ['null', null, 'invalid-input', ''],
])('an action with %s is refused and leaves the record as it was', async (_, body, type, pointer) => {
  const before = await onRecord();
  const { status, json, headers } = await post(actions, body);
  expect(status).toBe(422);
  expect(headers['content-type']).toBe('application/problem+json');
  expect(json).toMatchObject({ type: `/problems/${type}`, status: 422 });
  expect(json.errors[0].pointer).toBe(pointer);
  expect(await onRecord()).toEqual(before);
});

test('an act that is not open is recorded all the same where the editor says why', async () => {
  const { status, json } = await post(
    actions,
    anAction({ kind: 'accession', override: { reason: 'so notified' } }),
  );
  expect(status).toBe(201);
  expect(json.action.override).toEqual({ reason: 'so notified' });
});

test('the same act is not recorded twice', async () => {
  const first = await post(actions, anAction());
  const second = await post(actions, anAction());
  expect(second.status).toBe(409);
  expect(second.json).toMatchObject({ type: '/problems/already-recorded', action: first.json.action.id });
});

test('a request sent again with its Idempotency-Key is answered with the same bytes and records once', async () => {
  const headers = { 'idempotency-key': 'a-1' };
  const [first, ...rest] = await Promise.all([1, 2, 3, 4].map(() => post(actions, anAction(), headers)));
  rest.push(
    await clientOf(store).ask('POST', actions, { body: anAction(), headers: { ...key, ...headers } }),
  );
  for (const answer of rest) expect([answer.status, answer.text]).toEqual([201, first?.text]);
  expect(rest[0]?.headers.location).toBe(first?.headers.location);
  expect((await onRecord()).actions).toBe(1);
  const other = await post(actions, anAction({ doneOn: '2022-08-13' }), headers);
  expect([other.status, other.json.type]).toEqual([409, '/problems/idempotency-conflict']);
});

test('an Idempotency-Key belongs to its owner', async () => {
  const headers = { 'idempotency-key': 'a-1' };
  await post(actions, anAction(), headers);
  const other = await bearer(store, ['actions:write'], 'someone-else');
  const answer = await client.ask('POST', actions, { body: anAction(), headers: { ...other, ...headers } });
  expect(answer.json.type).toBe('/problems/already-recorded');
});

test('a look that found nothing new is recorded once, and moves the last check', async () => {
  const look = { on: '2023-01-01', source: { ...citation, seenOn: '2023-01-01' } };
  const headers = { 'idempotency-key': 'look-1' };
  const first = await post(`${under}/checks`, look, headers);
  const again = await post(`${under}/checks`, look, headers);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(first.json.checks[0]).toMatchObject({ on: '2023-01-01', recordedBy: 'editor' });
  expect(again.json).toEqual(first.json);
  expect((await post(`${under}/checks`, { checks: [look, look] })).status).toBe(201);
  expect(await onRecord()).toMatchObject({ checks: 3, actions: 0, sequence: 2 });
  expect((await client.get(under)).json.lastCheckedOn).toBe('2023-01-01');
});

test.each([
  ['a day to come', { on: '2023-02-01', source: citation }, '/on'],
  [
    'a source seen on a day to come',
    { on: '2023-01-01', source: { ...citation, seenOn: '2023-02-01' } },
    '/source/seenOn',
  ],
  ['no source', { on: '2023-01-01' }, '/source'],
  ['nothing in it', {}, '/on'],
  ['none in its list', { checks: [] }, '/checks'],
  ['many faults in its list', { checks: [{}, {}, {}] }, '/checks/0/on'],
  [
    'a day to come in its list',
    {
      checks: [
        { on: '2023-01-01', source: citation },
        { on: '2023-02-01', source: citation },
      ],
    },
    '/checks/1/on',
  ],
  [
    'a territory of another State in its list',
    { checks: [{ on: '2023-01-01', source: citation, territory: 'FRA' }] },
    '/checks/0/territory',
  ],
  [
    'an unknown member',
    { checks: [{ on: '2023-01-01', source: citation, status: 'party' }] },
    '/checks/0/status',
  ],
])('a look with %s is refused', async (_, body, pointer) => {
  const { status, json } = await post(`${under}/checks`, body);
  expect([status, json.errors[0].pointer]).toEqual([422, pointer]);
  expect((await onRecord()).checks).toBe(0);
});

test.each([
  ['State', '/v1/states/XXX/participations/ilo-c029/actions'],
  ['instrument', '/v1/states/CHN/participations/ilo-c999/actions'],
  ['action', `${actions}/act_01GNQ3T0G00000000000000009/corrections`],
])('an unknown %s is not found', async (what, target) => {
  const body = what === 'action' ? { correction: 'retraction', reason: 'no' } : anAction();
  const { status, json } = await post(target, body);
  expect([status, json.type]).toEqual([404, '/problems/not-found']);
  expect(
    (
      await post('/v1/states/CHN/participations/ilo-c999/checks', {
        on: '2023-01-01',
        source: { ...citation, seenOn: '2023-01-01' },
      })
    ).status,
  ).toBe(404);
});

test('a State is tracked from the first act on, and unknown before rather than idle', async () => {
  expect((await client.get('/v1/states/FRA/participations')).status).toBe(404);
  expect((await client.get('/v1/states/FRA')).json.tracked).toBe(false);
  expect((await post('/v1/states/FRA/participations/ilo-c029/actions', anAction())).status).toBe(201);
  expect((await client.get('/v1/states/FRA/participations')).json.data).toHaveLength(1);
});

test('too many writes of one key are held back with the time to wait', async () => {
  const strict = clientOf(store, { writeLimit: { perSecond: 0.5, burst: 1 } });
  const send = () => strict.ask('POST', actions, { body: {}, headers: key });
  expect((await send()).status).toBe(422);
  const held = await send();
  expect([held.status, held.headers['retry-after'], held.json.type]).toEqual([
    429,
    '2',
    '/problems/too-many-requests',
  ]);
});

test('what the depositary lists against the rules is recorded, and marked in the answer, the event and the record', async () => {
  const { status, json } = await post(actions, anAction({ kind: 'accession' }));
  expect(status).toBe(201);
  const irregular = {
    rule: 'not-provided',
    detail: 'ilo-c029 provides for ratification, not for accession.',
  };
  expect(json.action.irregular).toEqual(irregular);
  const event = await client.get(`/v1/changes/${json.sequences[0]}`);
  expect(event.json.data.action.irregular).toEqual(irregular);
  const record = await client.get(under);
  expect(record.json.actions[0]).toMatchObject({ state: 'CHN', instrument: 'ilo-c029', irregular });
});
