import { beforeAll, expect, test } from 'vitest';
import type { Store } from '../../functions/store/index.ts';
import { bearer, type Client, clientOf } from '../support/api.ts';
import { anAction, withRecord } from '../support/record-fixture.ts';
import { freshTable } from '../support/table.ts';

let store: Store;
let client: Client;
let key: { authorization: string };

beforeAll(async () => {
  store = await withRecord(await freshTable());
  client = clientOf(store);
  key = await bearer(store);
});

const actions = '/v1/states/CHN/participations/ilo-c029/actions';

const post = (target: string, body: unknown, headers: Record<string, string> = {}) =>
  client.ask('POST', target, { body, headers: { ...key, ...headers } });

test('a recorded action is answered with the participation after it and the changes that tell of it', async () => {
  const { status, headers, json } = await post(actions, anAction());
  expect(status).toBe(201);
  expect(headers.location).toBe(`${actions}/${json.action.id}`);
  expect(json.action).toMatchObject({
    kind: 'ratification',
    recordedBy: 'editor',
    recordedAt: '2023-01-02T00:00:00.000Z',
  });
  expect(json.participation).toMatchObject({
    status: 'contracting-state',
    inForceOn: '2023-08-12',
    version: 1,
  });
  expect(json.sequences).toEqual([3, 4]);
  const shown = await client.get(headers.location ?? '');
  expect(shown.json.recorded).toEqual(json.action);
  expect(shown.json.current).toMatchObject({
    id: json.action.id,
    effect: { on: '2023-08-12', basis: 'computed' },
  });
});
