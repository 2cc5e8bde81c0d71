import { expect, test } from 'vitest';
import { withClient } from '../support/api.ts';

const { client, key } = await withClient();
const token = key.authorization.slice('Bearer '.length);
const rotate = '/v1/subscriptions/sub_01JDXXXXXXXXXXXXXXXXXXXXXX/secret/rotate';
const list = '/v1/states/CHN/participations';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

const whatToSend = async (method: string, target: string, asked: object) =>
  (await client.ask(method, target, asked)).json.detail;

test.each(['"', "'", '<'])('a key within %s is told to stand alone, and not repeated', async (mark) => {
  const { status, text, json } = await client.get('/v1/subscriptions', {
    authorization: `Bearer ${mark}${token}${mark}`,
  });
  expect([status, json.detail]).toEqual([401, expect.stringContaining('leave out quotes, brackets')]);
  expect(text).not.toContain(token);
});

test.each(['trt_…', '$KEY', 'undefined', token.slice(0, -1), token.toUpperCase()])(
  '%s is told to be no key, and how one looks',
  async (given) => {
    const { json } = await client.get('/v1/subscriptions', {
      authorization: `Bearer ${Buffer.from(given).toString('latin1')}`,
    });
    expect(json.detail).toBe(
      'What follows Bearer is no key: one begins with trt_ and has 74 characters. Copy it whole.',
    );
  },
);

test.each(['bearer', 'BEARER', 'Bearer\t', 'Bearer  '])('a key is taken after %j', async (word) => {
  const { status } = await client.get('/v1/subscriptions', { authorization: `${word} ${token}` });
  expect(status).toBe(200);
});

test.each([token, `Token ${token}`, `Basic ${token}`, `Bearer: ${token}`, `Bearer${token}`])(
  'a key given as %s is told how keys are given, and not repeated',
  async (authorization) => {
    const { status, headers, text, json } = await client.get('/v1/subscriptions', { authorization });
    expect([status, json.type]).toEqual([401, '/problems/unauthenticated']);
    expect(json.detail).toContain('Authorization: Bearer trt_…');
    expect(headers['www-authenticate']).toContain('error="invalid_token"');
    expect(text).not.toContain(token);
  },
);

test.each([
  ["what curl's -d sends", { ...form }, 'it came as application/x-www-form-urlencoded'],
  ['a body without a type', {}, 'it came without a type'],
  [
    'a compressed body',
    { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    'compressed (gzip)',
  ],
])('%s is told which header to send', async (_, headers, came) => {
  const detail = await whatToSend('POST', rotate, { headers: { ...key, ...headers }, raw: '{}' });
  expect(detail).toContain('Content-Type: application/json');
  expect(detail).toContain(came);
});

test.each([
  ['a day that April lacks', `${list}?asOf=2019-04-31`, 'April has 30 days'],
  ['a leap day of no leap year', `${list}?asOf=2023-02-29`, 'February 2023 has 28 days'],
  ['a day in another order', `${list}?asOf=29-04-2019`, 'perhaps 2019-04-29 is meant'],
  ['a day with other signs', `${list}?asOf=2020/1/31`, 'perhaps 2020-01-31 is meant'],
  ['a day without signs', `${list}?asOf=20200131`, 'perhaps 2020-01-31 is meant'],
  ['an instant for a day', `${list}?asOf=2020-01-31T00:00:00Z`, 'perhaps 2020-01-31 is meant'],
  ['a Chinese day', `${list}?asOf=2020年1月31日`, 'perhaps 2020-01-31 is meant'],
  ['a day that may be two', `${list}?asOf=04-05-2019`, 'asOf: a calendar day as YYYY-MM-DD is expected'],
  ['a number below what may be', `${list}?limit=-1`, 'a whole number from 1 to 200 is expected'],
  ['a number in another notation', `${list}?limit=1e3`, 'a whole number from 1 to 200 is expected'],
  ['a parameter given twice', `${list}?status=party&status=signatory`, 'several values separated by commas'],
  ['a parameter in another case', `${list}?asof=2020-01-01`, 'perhaps asOf is meant'],
  ['a parameter with an underscore', `${list}?as_of=2020-01-01`, 'perhaps asOf is meant'],
  ['one for several', '/v1/changes?type=treaty.*', 'perhaps types is meant'],
  ['a parameter of others', '/v1/states?page=2', 'page is not a known parameter; there are limit, cursor.'],
  ['a parameter where there is none', '/v1/event-types?limit=1', 'there is none here'],
  ['progress of no document', '/v1/states/CHN/progress', 'it is missing. The document, such as'],
  ['changes after the last', '/v1/changes?after=999999', 'The last change is'],
])('%s names the mend', async (_, target, mend) => {
  const { status, json } = await client.get(target);
  expect([status, json.detail]).toEqual([422, expect.stringContaining(mend)]);
});

test.each([
  ['NUL', '{"kind":"communication","text":"a\\u0000b"}', 'the member text'],
  ['half of a surrogate pair', '{"sources":[{"title":"\\ud83d"}]}', 'the member title'],
  ['NUL in a name', '{"a\\u0000b":1}', 'the member ab'],
])('%s names its place', async (_, raw, place) => {
  const headers = { ...key, 'content-type': 'application/json' };
  const detail = await whatToSend('POST', `${list}/iccpr/actions`, { headers, raw });
  expect(detail).toContain(place);
});

test('a list takes blanks around its values and a comma too many', async () => {
  const plain = await client.get('/v1/changes?types=treaty.*,instrument.*');
  const asked = await client.get('/v1/changes?types=treaty.*,%20instrument.*,');
  expect([asked.status, asked.json.data]).toEqual([200, plain.json.data]);
});

test.each([
  ['application/json;'],
  ['application/json; charset=UTF8'],
  ["application/json; charset='utf-8'"],
  ['application/json; charset=us-ascii'],
  ['Application/JSON; version=1'],
])('%s is JSON', async (type) => {
  const headers = { ...key, 'content-type': type, 'content-encoding': 'identity' };
  const { status } = await client.ask('POST', `${list}/iccpr/actions`, { headers, raw: '{}' });
  expect(status).toBe(422);
});

test('a body in another charset is refused by its name', async () => {
  const headers = { ...key, 'content-type': 'application/json; charset=gbk' };
  expect(await whatToSend('POST', rotate, { headers, raw: '{}' })).toContain('charset=gbk');
});

test('a body where none is taken is told how to leave it out', async () => {
  const headers = { ...key, 'content-type': 'application/json' };
  const detail = await whatToSend('POST', rotate.replace('secret/rotate', 'verify'), { headers, raw: '{}' });
  expect(detail).toContain('curl: -X POST, and no -d');
});

test.each([
  ['a member in another form', { done_on: '2020-01-01' }, '/done_on', 'perhaps doneOn is meant'],
  ['a member within', { sources: [{ titel: 'x' }] }, '/sources/0/titel', 'there are title, url, symbol'],
])('%s is told which there are', async (_, body, pointer, mend) => {
  const { json } = await client.ask('POST', `${list}/iccpr/actions`, { headers: key, body });
  const fault = json.errors.find((one: { pointer: string }) => one.pointer === pointer);
  expect(fault.detail).toContain(mend);
});

test('an amendment that states half an act is told of what states changes', async () => {
  const body = { correction: 'amendment', reason: 'x', action: { doneOn: '2020-01-01' } };
  const target = `${list}/ilo-c029/actions/act_01JDXXXXXXXXXXXXXXXXXXXXXX/corrections`;
  const { json } = await client.ask('POST', target, { headers: key, body });
  expect(json.detail).toContain('To state only what changes, give `changes` instead.');
});

test.each([
  ['/v1/states/CN', 'A three-letter code such as CHN is expected. GET /v1/states lists them.'],
  ['/v1/states/XXX', 'There is no State XXX. GET /v1/states lists them.'],
  ['/v1/states/HKG', 'HKG is a territory of CHN: /v1/states/CHN/participations?territory=HKG.'],
  ['/v1/states/HKG/participations', 'HKG is a territory of CHN'],
  ['/v1/instruments/iccpr_op2', 'GET /v1/instruments lists them.'],
  ['/v1/changes/chg_000000000001', 'A whole number from 1 to 999999999999 is expected.'],
  ['/v1/event-types/nope', 'GET /v1/event-types lists them.'],
])('%s, which is nowhere, is told where to look', async (target, where) => {
  const { status, json } = await client.get(target);
  expect([status, json.detail]).toEqual([404, expect.stringContaining(where)]);
});

test('a path of slashes and a charset of blanks are answered before the test ends', async () => {
  expect((await client.get(`${'/'.repeat(400_000)}x/`)).status).toBe(404);
  const headers = { ...key, 'content-type': `application/json;charset=${'\t'.repeat(400_000)}="t` };
  expect((await client.ask('POST', rotate, { headers, raw: '{}' })).status).toBe(404);
});

test('a hundred thousand unknown parameters are refused before the test ends, and fifty of them told', async () => {
  const query = Array.from({ length: 100_000 }, (_, index) => `unknown${index}=1`).join('&');
  const { status, json } = await client.get(`${list}?${query}`);
  expect([status, json.errors.length]).toEqual([422, 50]);
});
