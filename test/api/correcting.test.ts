import { beforeEach, expect, test } from 'vitest';
import { type Client, withClient } from '../support/api.ts';
import { anAction, citation } from '../support/record-fixture.ts';

let client: Client;
let key: { authorization: string };

beforeEach(async () => {
  ({ client, key } = await withClient());
});

const under = '/v1/states/CHN/participations/ilo-c029';
const actions = `${under}/actions`;

const post = (target: string, body: unknown, headers: Record<string, string> = {}) =>
  client.ask('POST', target, { body, headers: { ...key, ...headers } });

test('an action can be retracted, and the retraction too', async () => {
  const recorded = await post(actions, anAction());
  const { id } = recorded.json.action;
  const corrections = `${actions}/${id}/corrections`;
  const retracted = await post(corrections, { correction: 'retraction', reason: 'wrong instrument' });
  expect(retracted.status).toBe(201);
  expect(retracted.headers.location).toBe(`${actions}/${retracted.json.action.id}`);
  expect(retracted.json.participation.status).toBe('no-action');
  expect((await client.get(`${actions}/${id}`)).json.current).toBeNull();
  const again = await post(corrections, { correction: 'retraction', reason: 'twice' });
  expect([again.status, again.json.type]).toEqual([409, '/problems/conflict']);
  const restored = await post(`${actions}/${retracted.json.action.id}/corrections`, {
    correction: 'retraction',
    reason: 'it was right',
  });
  expect(restored.json.participation.status).toBe('contracting-state');
});

test('an amendment that changes nothing is refused, unless it gives a reason to override', async () => {
  const { id } = (await post(actions, anAction())).json.action;
  const amend = (of: string, action: object) =>
    post(`${actions}/${of}/corrections`, { correction: 'amendment', reason: 'again', action });
  const same = await amend(id, anAction());
  expect([same.status, same.json.type, same.json.action]).toEqual([409, '/problems/already-recorded', id]);
  const later = await amend(id, anAction({ doneOn: '2022-08-13' }));
  expect(later.status).toBe(201);
  const repeated = await amend(id, anAction({ doneOn: '2022-08-13' }));
  expect([repeated.status, repeated.json.action]).toEqual([409, later.json.action.id]);
  expect((await amend(later.json.action.id, anAction({ doneOn: '2022-08-13' }))).status).toBe(409);
  const overridden = anAction({ doneOn: '2022-08-13', override: { reason: 'seen twice' } });
  expect((await amend(id, overridden)).status).toBe(201);
  expect((await amend(id, overridden)).status).toBe(409);
  const overtaken = await amend(later.json.action.id, anAction({ doneOn: '2022-08-13' }));
  expect([overtaken.status, overtaken.json.action]).toEqual([409, later.json.action.id]);
});

test('a fault in the act that an amendment states is found under /action', async () => {
  const { id } = (await post(actions, anAction())).json.action;
  const { status, json } = await post(`${actions}/${id}/corrections`, {
    correction: 'amendment',
    reason: 'the day',
    action: anAction({ doneOn: '2030-01-01' }),
  });
  expect([status, json.errors[0].pointer]).toEqual([422, '/action/doneOn']);
});

test('an amendment states only what changes; the event and the record show what it was', async () => {
  const first = anAction({ doneOn: '2022-08-11', text: 'Deposited in Geneva.' });
  const { id } = (await post(actions, first)).json.action;
  const amended = await post(`${actions}/${id}/corrections`, {
    correction: 'amendment',
    reason: 'the day of deposit',
    changes: { doneOn: '2022-08-12', text: null },
  });
  expect(amended.status).toBe(201);
  expect(amended.json.action).toMatchObject({
    kind: 'ratification',
    doneOn: '2022-08-12',
    sources: [citation],
  });
  expect(amended.json.action).not.toHaveProperty('text');
  const changed = {
    doneOn: { from: '2022-08-11', to: '2022-08-12' },
    text: { from: 'Deposited in Geneva.', to: null },
  };
  const event = await client.get(`/v1/changes/${amended.json.sequences[0]}`);
  expect(event.json.data).toMatchObject({ corrects: id, changed });
  const record = await client.get(under);
  expect(record.json.actions[0].corrections).toMatchObject([{ kind: 'amendment', changed }]);
  const back = await post(`${actions}/${amended.json.action.id}/corrections`, {
    correction: 'retraction',
    reason: 'it was the eleventh',
  });
  const reverse = await client.get(`/v1/changes/${back.json.sequences[0]}`);
  expect(reverse.json.data.changed.doneOn).toEqual({ from: '2022-08-12', to: '2022-08-11' });
});

test.each([
  ['neither', {}, '/changes'],
  ['both', { action: anAction(), changes: { doneOn: '2022-08-11' } }, '/changes'],
  ['a member that must be there taken away', { changes: { doneOn: null } }, '/changes/doneOn'],
  ['an unknown member', { changes: { status: 'party' } }, '/changes/status'],
  ['a day to come', { changes: { doneOn: '2030-01-01' } }, '/changes/doneOn'],
  ['a part of an act as the whole', { action: { doneOn: '2022-08-11' } }, '/action/kind'],
])('an amendment with %s is refused at its place', async (_, given, pointer) => {
  const { id } = (await post(actions, anAction())).json.action;
  const { status, json } = await post(`${actions}/${id}/corrections`, {
    correction: 'amendment',
    reason: 'a test',
    ...given,
  });
  expect(status).toBe(422);
  expect(json.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
});

test('an amendment whose changes change nothing is refused', async () => {
  const { id } = (await post(actions, anAction())).json.action;
  const amendment = { correction: 'amendment', reason: 'a test', changes: { doneOn: '2022-08-12' } };
  expect((await post(`${actions}/${id}/corrections`, amendment)).status).toBe(409);
});
