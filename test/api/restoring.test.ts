import { expect, test } from 'vitest';
import { markCopy, wakeCopy } from '../../functions/store/copy/fork.ts';
import { bearer, clientOf, withClient } from '../support/api.ts';
import { freshTable } from '../support/engine/table.ts';
import { anAction, withRecord } from '../support/record-fixture.ts';

const place = '/v1/states/CHN/participations/ilo-c029/actions';

test('an act that was retracted and then recorded anew is not restored beside itself', async () => {
  const { client, key } = await withClient();
  const post = (target: string, body: object) => client.ask('POST', target, { body, headers: key });
  const retract = async (id: string) =>
    post(`${place}/${id}/corrections`, { correction: 'retraction', reason: 'Misread.' });
  const first = (await post(place, anAction())).json.action.id;
  const retraction = (await retract(first)).json.action.id;
  const again = await post(place, anAction());
  expect(again.status).toBe(201);
  const refused = await retract(retraction);
  expect([refused.status, refused.json.type, refused.json.action]).toEqual([
    409,
    '/problems/already-recorded',
    again.json.action.id,
  ]);
  await retract(again.json.action.id);
  expect((await retract(retraction)).status).toBe(201);
});

test.each([
  ['provision', { provision: '  ' }],
  ['provision', { provision: '\u200b' }],
  ['text', { text: '\u200b\u2060 \u00ad' }],
])('a %s that shows nothing is refused', async (member, over) => {
  const { client, key } = await withClient();
  const { status, json } = await client.ask('POST', place, { body: anAction(over), headers: key });
  expect([status, json.errors?.[0]?.pointer]).toEqual([422, `/${member}`]);
});

test('a subscription in a copy that sleeps says that nothing is sent, until its operator has woken it', async () => {
  const table = await freshTable();
  const db = { client: table.client, table: table.name };
  await markCopy(db, '2023-01-01T00:00:00.000Z');
  const store = await withRecord(table);
  const client = clientOf(store);
  const headers = await bearer(store);
  const body = { url: 'https://hooks.example.org/', filter: {} };
  const made = await client.ask('POST', '/v1/subscriptions', { headers, body });
  expect([made.json.asleep, made.json.warnings[0].code]).toEqual([true, 'copy-asleep']);
  const at = `/v1/subscriptions/${made.json.id}`;
  expect((await client.get(at, headers)).json.asleep).toBe(true);
  expect((await client.get('/v1/subscriptions', headers)).json.data[0].asleep).toBe(true);
  await wakeCopy(db, '2023-01-02T00:00:00.000Z');
  expect((await client.get(at, headers)).json).not.toHaveProperty('asleep');
});
