import { expect, test } from 'vitest';
import { withClient } from '../support/api.ts';

const { client, key } = await withClient();
const token = key.authorization.slice('Bearer '.length);
const rotate = '/v1/subscriptions/sub_01JDXXXXXXXXXXXXXXXXXXXXXX/secret/rotate';
const list = '/v1/states/CHN/participations';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

const whatToSend = async (method: string, target: string, asked: object) =>
  (await client.ask(method, target, asked)).json.detail;

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
  ['a day in another order', `${list}?asOf=29-04-2019`, 'a calendar day as YYYY-MM-DD is expected'],
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
