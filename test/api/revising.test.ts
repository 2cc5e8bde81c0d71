import { beforeEach, expect, test } from 'vitest';
import { type Client, withClient } from '../support/api.ts';
import { anAction, anInstrument, aSource } from '../support/record-fixture.ts';

let client: Client;
let key: { authorization: string };

beforeEach(async () => {
  ({ client, key } = await withClient());
});

const c029 = '/v1/instruments/ilo-c029';

const put = (target: string, body: unknown, headers: Record<string, string> = {}) =>
  client.ask('PUT', target, { body, headers: { ...key, ...headers } });

test('an instrument is added where there is none, and revised by who has seen its last version', async () => {
  const target = '/v1/instruments/ilo-p029';
  const added = await put(target, anInstrument({ parent: 'ilo-c029' }), { 'if-none-match': '*' });
  expect([added.status, added.headers.location, added.json.version]).toEqual([201, target, 1]);
  const { headers } = await client.get(target);
  expect(headers.etag).toBe(added.headers.etag);
  const revised = await put(target, anInstrument({ title: 'Protocol' }), { 'if-match': headers.etag ?? '' });
  expect([revised.status, revised.json.version]).toEqual([200, 2]);
  const lost = await put(target, anInstrument(), { 'if-match': headers.etag ?? '' });
  expect([lost.status, lost.json.type]).toEqual([412, '/problems/precondition-failed']);
  expect((await client.get(target)).json.title).toBe('Protocol');
});

test('what is put as it is already makes no version and tells nobody', async () => {
  const letter = '/v1/sources/ohchr-2019-04-29';
  const before = await client.get('/v1/changes');
  for (const [target, body] of [
    [c029, anInstrument()],
    [letter, aSource()],
  ] as const) {
    const { etag = '' } = (await client.get(target)).headers;
    const answer = await put(target, body, { 'if-match': etag });
    expect([answer.status, answer.json.version, answer.headers.etag]).toEqual([200, 1, etag]);
  }
  expect(await client.get('/v1/changes')).toEqual(before);
  const { monitoringBody: _, ...without } = { ...anInstrument(), monitoringBody: 'CEACR' };
  await put(c029, { ...without, monitoringBody: 'CEACR' }, { 'if-match': '*' });
  const taken = await put(c029, without, { 'if-match': '*' });
  expect([taken.json.version, taken.json.monitoringBody]).toEqual([3, undefined]);
});

test('writes elsewhere leave the tag of an instrument as it is', async () => {
  const { etag = '' } = (await client.get(c029)).headers;
  await client.ask('POST', '/v1/states/CHN/participations/ilo-c029/actions', {
    body: anAction(),
    headers: key,
  });
  expect((await put(c029, anInstrument(), { 'if-match': `"other", ${etag}` })).status).toBe(200);
});

test.each([
  ['no precondition', () => ({}), 428, 'precondition-required'],
  ['a weak tag', (etag: string) => ({ 'if-match': `W/${etag}` }), 412, 'precondition-failed'],
  [
    'a tag with something before it',
    (etag: string) => ({ 'if-match': `x${etag}` }),
    412,
    'precondition-failed',
  ],
  ['a later tag', (etag: string) => ({ 'if-match': etag.replace('.1.', '.2.') }), 412, 'precondition-failed'],
  ['a wish to add what is there', () => ({ 'if-none-match': '*' }), 412, 'precondition-failed'],
])('a revision with %s is refused', async (_, headers, status, type) => {
  const { etag = '' } = (await client.get(c029)).headers;
  const answer = await put(c029, anInstrument({ title: 'Other' }), headers(etag) as Record<string, string>);
  expect([answer.status, answer.json.type]).toEqual([status, `/problems/${type}`]);
  expect((await client.get(c029)).json.version).toBe(1);
});

test('an instrument that refers to an unknown one is refused', async () => {
  const { status, json } = await put(c029, anInstrument({ parent: 'nowhere' }), { 'if-match': '*' });
  expect([status, json.type, json.errors[0].pointer]).toEqual([422, '/problems/unknown-value', '/parent']);
});

test('a revised rule moves the status of who has acted', async () => {
  await client.ask('POST', '/v1/states/CHN/participations/ilo-c029/actions', {
    body: anAction(),
    headers: key,
  });
  const rule = {
    after: 'registration',
    period: { months: 1 },
    rounding: 'none',
    clause: 'article 28(3)',
  } as const;
  await put(c029, anInstrument({ entryIntoForceRule: rule }), { 'if-match': '*' });
  const { json } = await client.get('/v1/changes?types=treaty.status.changed');
  expect(json.data.at(-1).data.status).toEqual({ from: 'contracting-state', to: 'party', on: '2022-09-12' });
});

test('a source is added and revised likewise', async () => {
  const target = '/v1/sources/cerd-2018';
  expect((await put(target, aSource())).status).toBe(428);
  const added = await put(target, aSource(), { 'if-none-match': '*' });
  expect(added.status).toBe(201);
  const revised = await put(target, aSource({ title: 'Concluding observations' }), {
    'if-match': added.headers.etag ?? '',
  });
  expect([revised.status, revised.json.version]).toEqual([200, 2]);
  expect((await client.get(target)).json.title).toBe('Concluding observations');
  const urging = { ...aSource().urgings[0], instrument: 'nowhere' } as never;
  const refused = await put(target, aSource({ urgings: [urging] }), { 'if-match': '*' });
  expect([refused.status, refused.json.errors[0].pointer]).toEqual([422, '/urgings/0/instrument']);
});
