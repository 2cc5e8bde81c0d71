import { beforeAll, expect, test } from 'vitest';
import type { Store } from '../../functions/store/index.ts';
import { bearer, type Client, clientOf } from '../support/api.ts';
import { observe, withProtocol } from '../support/depositary/observing.ts';
import { statusPage } from '../support/depositary/status-page.ts';
import { freshTable } from '../support/engine/table.ts';

let store: Store;
let client: Client;
let key: Record<string, string>;
beforeAll(async () => {
  store = await withProtocol(await freshTable());
  client = clientOf(store, { now: () => '2026-02-04T12:00:00.000Z' });
  key = await bearer(store);
  await observe(store, statusPage(), '2026-02-04T10:00:00.000Z');
});

const post = (path: string, body: object, headers = key) => client.ask('POST', path, { headers, body });

test('what was observed is public, marked open, and without the depositary’s own words', async () => {
  const { json, text } = await client.get('/v1/proposals?state=CHL,JAM');
  expect(json.data).toHaveLength(4);
  expect(json.data[0]).toMatchObject({
    instrument: 'lists',
    status: 'open',
    type: 'new-act',
    recorded: [],
    document: { statusAsAt: '2026-02-03', seenOn: '2026-02-04' },
  });
  expect(json.data.map((one: { hasNotes: boolean }) => one.hasNotes)).toContain(true);
  expect(text).not.toContain('A note of Chile');
  const [{ id }] = json.data;
  expect((await client.get(`/v1/proposals/${id}`)).json.id).toBe(id);
  expect((await client.get('/v1/participations')).status).toBe(404);
});

test('readings of an instrument are listed', async () => {
  const { json } = await client.get('/v1/instruments/lists/readings');
  expect(json.data).toMatchObject([
    { statusAsAt: '2026-02-03', rows: 6, printed: { signatories: 3, parties: 4 } },
  ]);
  expect((await client.get('/v1/instruments/nothing/readings')).status).toBe(404);
});

test('an editor accepts and rejects; anyone else is refused', async () => {
  const { json } = await client.get('/v1/proposals?state=NER,ALB');
  const [one, other] = json.data;
  const reader = await bearer(store, ['subscriptions:manage']);
  expect((await post(`/v1/proposals/${one.id}/accept`, {}, {})).status).toBe(401);
  expect((await post(`/v1/proposals/${one.id}/accept`, {}, reader)).status).toBe(403);
  const accepted = await post(`/v1/proposals/${one.id}/accept`, {});
  expect(accepted).toMatchObject({ status: 200, json: { status: 'accepted', closedBy: 'editor' } });
  expect((await post(`/v1/proposals/${one.id}/accept`, {})).text).toBe(accepted.text);
  expect((await post(`/v1/proposals/${one.id}/reject`, { reason: 'no' })).json).toMatchObject({
    type: '/problems/conflict',
  });
  expect((await post(`/v1/proposals/${other.id}/reject`, {})).status).toBe(422);
  expect((await post(`/v1/proposals/${other.id}/reject`, { reason: 'Misread.' })).json.status).toBe(
    'rejected',
  );
  const closed = await client.get('/v1/proposals?status=closed');
  expect(closed.json.data).toHaveLength(2);
});

test('a proposal of brackets asks for the act', async () => {
  const { json } = await client.get('/v1/proposals?state=JAM');
  const bracketed = json.data.find((one: { withdrawn: boolean }) => one.withdrawn);
  const { status, json: problem } = await post(`/v1/proposals/${bracketed.id}/accept`, {});
  expect(status).toBe(422);
  expect(problem.errors[0].pointer).toBe('/action');
});

test('unknown proposals and filters are refused by name', async () => {
  expect((await client.get(`/v1/proposals/prp_${'0'.repeat(32)}`)).status).toBe(404);
  expect((await client.get('/v1/proposals?instrument=nothing')).json.type).toBe('/problems/unknown-value');
  expect((await client.get('/v1/proposals?status=done')).status).toBe(422);
});
