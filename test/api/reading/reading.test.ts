import { beforeAll, expect, test } from 'vitest';
import type { Store } from '../../../functions/store/index.ts';
import { bearer, type Client, clientOf } from '../../support/api.ts';
import { freshTable } from '../../support/engine/table.ts';
import { anAction, anInstrument, aSource, withRecord } from '../../support/record-fixture.ts';
import { list, withForcedLabour } from './forced-labour.ts';

let client: Client;
let store: Store;
beforeAll(async () => {
  ({ store, client } = await withForcedLabour());
});

const instrumentsIn = async (target: string): Promise<string[]> => {
  const { status, json } = await client.get(target);
  expect(status, target).toBe(200);
  return json.data.map(({ instrument }: { instrument: string }) => instrument);
};

test('the status table lists every instrument on record, with the sequence it speaks for', async () => {
  const { json } = await client.get(list);
  expect(json).toMatchObject({ next: null, sequence: 6 });
  expect(json.data).toMatchObject([
    { instrument: 'cat', status: 'no-action', version: 0 },
    { instrument: 'ilo-c029', status: 'contracting-state', inForceOn: '2023-08-12', version: 2 },
  ]);
});

test('a day in the past and a day to come are answered from the same acts', async () => {
  const statusOn = async (asOf: string) => (await client.get(`${list}/ilo-c029?asOf=${asOf}`)).json.status;
  expect(await statusOn('2022-08-11')).toBe('no-action');
  expect(await statusOn('2022-08-12')).toBe('contracting-state');
  expect(await statusOn('2023-08-12')).toBe('party');
});

test('what was known at an instant leaves out what was recorded later', async () => {
  const late = clientOf(store, { now: () => '2023-01-03T00:00:00.000Z' });
  const at = (instrument: string, ms: number) =>
    late.get(`${list}/${instrument}?knownAt=2023-01-02T00:00:00.00${ms}Z`);
  const [first, second] = [await at('ilo-c029', 1), await at('ilo-c029', 2)];
  expect([first.json.status, first.json.actions.length]).toEqual(['contracting-state', 1]);
  expect([second.json.status, second.json.actions.length]).toEqual(['contracting-state', 2]);
  expect((await at('cat', 1)).status).toBe(200);
});

test('before anything was recorded every question is answered with just that', async () => {
  const early = 'knownAt=2020-01-01T00:00:00Z';
  expect((await client.get(`/v1/instruments/cat/participations?${early}`)).json.data).toEqual([]);
  const progress = '/v1/states/CHN/progress?source=ohchr-2019-04-29&';
  for (const target of [`${list}?`, `${list}?depositary=un-sg&`, `${list}/cat?`, progress]) {
    const { status, json } = await client.get(`${target}${early}`);
    expect([status, json.detail]).toEqual([
      404,
      'Nothing was recorded of CHN by 2020-01-01T00:00:00.000Z; without knownAt the answer is what is known now.',
    ]);
  }
});

test('what came on record after the first fact of a State was not on record then', async () => {
  const other = await withRecord(await freshTable());
  const headers = await bearer(other);
  await clientOf(other).ask('POST', `${list}/ilo-c029/actions`, { body: anAction(), headers });
  const late = clientOf(other, { now: () => '2023-01-03T00:00:00.000Z' });
  const added = { headers: { ...headers, 'if-none-match': '*' } };
  expect((await late.ask('PUT', '/v1/sources/later', { body: aSource(), ...added })).status).toBe(201);
  expect((await late.ask('PUT', '/v1/instruments/later', { body: anInstrument(), ...added })).status).toBe(
    201,
  );
  const knownAt = 'knownAt=2023-01-02T12:00:00Z';
  const why =
    'Nothing was recorded of later by 2023-01-02T12:00:00.000Z; without knownAt the answer is what is known now.';
  const record = await late.get(`${list}/later?${knownAt}`);
  expect([record.status, record.json.detail]).toEqual([404, why]);
  const progress = await late.get(`/v1/states/CHN/progress?source=later&${knownAt}`);
  expect([progress.status, progress.json.detail]).toEqual([422, why]);
  const nowhere = await late.get(`${list}/nowhere?${knownAt}`);
  expect(nowhere.json.detail).toContain('There is no instrument nowhere');
});

test('filters take several values, and all must be met', async () => {
  expect(await instrumentsIn(`${list}?status=party,contracting-state`)).toEqual(['ilo-c029']);
  expect(await instrumentsIn(`${list}?depositary=un-sg`)).toEqual(['cat']);
  expect(await instrumentsIn(`${list}?urgedBy=ohchr-2019-04-29`)).toEqual(['ilo-c029']);
  expect(await instrumentsIn(`${list}?urgedBy=ohchr-2019-04-29&status=no-action`)).toEqual([]);
  expect(await instrumentsIn(`${list}?territory=MAC&asOf=2023-08-12`)).toEqual(['ilo-c029']);
  expect(await instrumentsIn(`${list}?territory=HKG&asOf=2023-08-12`)).toEqual([]);
});

test.each([
  [`${list}?status=married`, 'unknown-value', 'status'],
  [`${list}?depositary=nobody`, 'unknown-value', 'depositary'],
  [`${list}?urgedBy=nobody`, 'unknown-value', 'urgedBy'],
  [`${list}?territory=FRA`, 'unknown-value', 'territory'],
  [`${list}?colour=red`, 'invalid-input', 'colour'],
  [`${list}?status=party&status=signatory`, 'invalid-input', 'status'],
  [`${list}?asOf=2022-02-30`, 'invalid-input', 'asOf'],
  [`${list}?asOf=2201-01-01`, 'invalid-input', 'asOf'],
  [`${list}?asOf=`, 'invalid-input', 'asOf'],
  [`${list}?knownAt=2023-01-01`, 'invalid-input', 'knownAt'],
  [`${list}?knownAt=2024-01-01T00:00:00Z`, 'invalid-input', 'knownAt'],
  [`${list}?limit=1e9`, 'invalid-input', 'limit'],
  [`${list}?limit=0`, 'invalid-input', 'limit'],
  [`${list}?limit=-1`, 'invalid-input', 'limit'],
  [`${list}?limit=201`, 'invalid-input', 'limit'],
  [`${list}/cat?status=party`, 'invalid-input', 'status'],
  ['/v1/instruments/cat?since=2022-01-01', 'invalid-input', 'since'],
  ['/v1/states/CHN/progress', 'invalid-input', 'source'],
  ['/v1/states/CHN/progress?source=nobody', 'unknown-value', 'source'],
  ['/v1/changes?limit=1001', 'invalid-input', 'limit'],
  ['/v1/changes?after=-1', 'invalid-input', 'after'],
  ['/v1/changes?after=99999', 'invalid-input', 'after'],
  ['/v1/changes?types=treaty.signed', 'unknown-value', 'types'],
  ['/v1/changes?state=XXX', 'unknown-value', 'state'],
  ['/v1/changes?instrument=nowhere', 'unknown-value', 'instrument'],
  ['/v1/calendar?from=2023-02-01&to=2023-01-01', 'invalid-input', 'to'],
  ['/v1/calendar?from=1799-12-31', 'invalid-input', 'from'],
  ['/health?verbose', 'invalid-input', 'verbose'],
])('%s is refused, by name', async (target, type, parameter) => {
  const { status, json } = await client.get(target);
  expect([status, json.type]).toEqual([422, `/problems/${type}`]);
  expect(json.errors[0].parameter).toBe(parameter);
});

test.each([
  '/v1/nowhere',
  '/v1/states/XXX',
  '/v1/states/XXX/participations',
  '/v1/states/XXX/progress?source=ohchr-2019-04-29',
  `${list}/nowhere`,
  `${list}/ilo-c029/actions/act_01GNQ3T0G00000000000000009`,
  `${list}/ilo-c029/actions/1`,
  '/v1/instruments/nowhere',
  '/v1/instruments/nowhere/participations',
  '/v1/sources/nowhere',
  '/v1/changes/0',
  '/v1/changes/7',
  '/v1/changes/1e3',
  '//',
  '/problems/nothing',
  '/problems/__proto__',
])('%s is not found', async (target) => {
  const { status, json } = await client.get(target);
  expect([status, json.type]).toEqual([404, '/problems/not-found']);
});

test('the whole record says why the status is what it is', async () => {
  const { json } = await client.get(`${list}/ilo-c029`);
  expect(json.statusReason).toContain('2023-08-12');
  expect(json.actions).toHaveLength(2);
  expect(json.urgings).toMatchObject([{ source: 'ohchr-2019-04-29', kind: 'named' }]);
  expect(json.rule.entryIntoForce.clause).toBe('article 28(3)');
});

test('progress compares the status on the day of the document with the one asked for', async () => {
  const heeded = async (asOf: string) =>
    (await client.get(`/v1/states/CHN/progress?source=ohchr-2019-04-29&asOf=${asOf}`)).json.named;
  expect(await heeded('2022-08-11')).toEqual({ total: 1, heeded: 0 });
  expect(await heeded('2022-08-12')).toEqual({ total: 1, heeded: 1 });
});

test('the calendar tells of an entry into force to come, and of what it brings for a territory', async () => {
  const { json } = await client.get('/v1/calendar');
  const at = { on: '2023-08-12', state: 'CHN', instrument: 'ilo-c029', basis: 'computed' };
  expect(json.data).toMatchObject([
    { ...at, effect: 'entry-into-force' },
    { ...at, effect: 'territorial', territory: { code: 'MAC', status: 'applies' } },
  ]);
  const [macao] = (await client.get(`${list}/ilo-c029?asOf=2023-08-11`)).json.territories.slice(-1);
  expect(macao).toMatchObject({ status: 'not-extended', announced: { status: 'applies', on: '2023-08-12' } });
  expect((await client.get('/v1/calendar?from=2023-08-12&to=2023-08-12')).json.data).toHaveLength(2);
  expect((await client.get('/v1/calendar?from=2023-08-13')).json.data).toEqual([]);
  expect((await client.get('/v1/calendar?to=2023-08-11')).json.data).toEqual([]);
});

test('States are counted by status', async () => {
  const { json } = await client.get('/v1/states');
  expect(json.data).toMatchObject([{ code: 'CHN' }, { code: 'FRA', tracked: false, lastChange: null }]);
  expect(json.data[0]).toMatchObject({
    code: 'CHN',
    counts: { 'no-action': 1, 'contracting-state': 1, party: 0 },
  });
  expect(json.data[0].lastChange).toMatchObject({ kind: 'territorial-extension', instrument: 'ilo-c029' });
  expect((await client.get('/v1/states/CHN')).json).toEqual(json.data[0]);
});

test('every participant is found under an instrument, or named as one that nobody has looked at', async () => {
  const { json } = await client.get('/v1/instruments/ilo-c029/participations');
  expect(json.data).toMatchObject([{ state: 'CHN', status: 'contracting-state' }]);
  expect(json.notLookedAt).toEqual(['FRA']);
});

test('the calendar of the past tells of a time before a State joined anew, too', async () => {
  const own = await withRecord(await freshTable());
  const writing = { now: () => '2023-01-01T00:00:00.000Z', by: 'editor' };
  const acts = [
    ['ratification', '1935-01-01'],
    ['denunciation', '1950-01-01'],
    ['ratification', '1960-01-01'],
  ] as const;
  for (const [kind, doneOn] of acts)
    await own.recording.recordActions('CHN', 'ilo-c029', [{ action: anAction({ kind, doneOn }) }], writing);
  const { json } = await clientOf(own).get('/v1/calendar?from=1930-01-01&to=1970-01-01');
  const told = json.data.map(({ on, effect }: { on: string; effect: string }) => [on, effect]);
  expect(told.filter(([, effect]: string[]) => effect !== 'territorial')).toEqual([
    ['1936-01-01', 'entry-into-force'],
    ['1951-01-01', 'withdrawal'],
    ['1961-01-01', 'entry-into-force'],
  ]);
});
