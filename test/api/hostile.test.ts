import { beforeAll, expect, test } from 'vitest';
import type { Store } from '../../functions/store/index.ts';
import { type Client, clientOf, withClient } from '../support/api.ts';
import { eventOf } from '../support/event.ts';
import { anAction } from '../support/record-fixture.ts';

let store: Store;
let client: Client;
let key: { authorization: string };

beforeAll(async () => {
  ({ store, client, key } = await withClient());
});

const actions = '/v1/states/CHN/participations/ilo-c029/actions';
const json = { 'content-type': 'application/json' };
const whole = JSON.stringify(anAction());
const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;

type Asked = Parameters<Client['ask']>[2];

const hostile: [string, string, string, Asked, number, string][] = [
  ['TRACE', 'TRACE', '/v1/instruments', {}, 405, 'method-not-allowed'],
  ['CONNECT', 'CONNECT', '/v1/instruments', {}, 405, 'method-not-allowed'],
  ['a made-up method', 'FROB', '/v1/instruments', {}, 405, 'method-not-allowed'],
  ['TRACE of nothing', 'TRACE', '/nowhere', {}, 404, 'not-found'],
  ['DELETE', 'DELETE', '/v1/instruments/ilo-c029', { headers: {} }, 405, 'method-not-allowed'],
  ['PATCH', 'PATCH', actions, { body: {} }, 405, 'method-not-allowed'],
  ['OPTIONS of nothing', 'OPTIONS', '/nowhere', {}, 404, 'not-found'],
  ['GET with a body', 'GET', '/v1/instruments', { raw: 'x' }, 400, 'malformed-request'],
  ['HEAD with a body', 'HEAD', '/v1/instruments', { raw: 'x' }, 400, ''],
  ['no media type', 'POST', actions, { raw: whole }, 415, 'unsupported-media-type'],
  [
    'another media type',
    'POST',
    actions,
    { raw: whole, headers: { 'content-type': 'text/xml' } },
    415,
    'unsupported-media-type',
  ],
  [
    'another charset',
    'POST',
    actions,
    { raw: whole, headers: { 'content-type': 'application/json; charset=utf-16' } },
    415,
    'unsupported-media-type',
  ],
  [
    'a compressed body',
    'POST',
    actions,
    { raw: whole, headers: { ...json, 'content-encoding': 'gzip' } },
    415,
    'unsupported-media-type',
  ],
  ['no body', 'POST', actions, { headers: json }, 400, 'malformed-request'],
  ['malformed JSON', 'POST', actions, { raw: '{"kind":', headers: json }, 400, 'malformed-request'],
  ['a second value', 'POST', actions, { raw: `${whole}{}`, headers: json }, 400, 'malformed-request'],
  [
    'a member given twice',
    'POST',
    actions,
    { raw: whole.replace('{', '{"doneOn":"2022-08-11",'), headers: json },
    400,
    'malformed-request',
  ],
  [
    'a member given twice within',
    'POST',
    actions,
    { raw: whole.replace('"tier"', '"tie\\u0072":"official","tier"'), headers: json },
    400,
    'malformed-request',
  ],
  ['JSON nested without end', 'POST', actions, { raw: deep, headers: json }, 400, 'malformed-request'],
  [
    'a lone surrogate',
    'POST',
    actions,
    { raw: whole.replace('Depositary', '\\ud800'), headers: json },
    400,
    'malformed-request',
  ],
  [
    'NUL in a text',
    'POST',
    actions,
    { raw: whole.replace('Depositary', '\\u0000'), headers: json },
    400,
    'malformed-request',
  ],
  [
    'bytes that are not UTF-8',
    'POST',
    actions,
    { raw: Buffer.from([0x22, 0xff, 0x22]).toString('base64'), base64: true, headers: json },
    400,
    'malformed-request',
  ],
  [
    'a member named __proto__',
    'POST',
    actions,
    { raw: whole.replace('{', '{"__proto__":{"x":1},'), headers: json },
    422,
    'invalid-input',
  ],
  [
    '1 MiB and a byte',
    'POST',
    actions,
    { raw: ' '.repeat(1_048_577), headers: json },
    413,
    'payload-too-large',
  ],
  [
    '1 MiB in fewer characters',
    'POST',
    actions,
    { raw: `"${'é'.repeat(540_000)}"`, headers: json },
    413,
    'payload-too-large',
  ],
  ['10 MB', 'POST', actions, { raw: 'x'.repeat(10_000_000), headers: json }, 413, 'payload-too-large'],
  [
    '10 MB in base64',
    'POST',
    actions,
    { raw: Buffer.alloc(10_000_000).toString('base64'), base64: true, headers: json },
    413,
    'payload-too-large',
  ],
  ['a bad percent-encoding', 'GET', '/v1/instruments?limit=%E0%A4', {}, 400, 'malformed-request'],
  ['a stray percent', 'GET', '/v1/instruments?limit=%', {}, 400, 'malformed-request'],
  ['NUL in a query', 'GET', '/v1/states/CHN/participations?status=%00', {}, 422, 'unknown-value'],
  ['NUL in a path', 'GET', '/v1/instruments/\0', {}, 404, 'not-found'],
  ['an encoded path', 'GET', '/v1/instruments/%69%6c', {}, 404, 'not-found'],
  ['a path outside ASCII', 'GET', '/v1/instruments/条约', {}, 404, 'not-found'],
  ['a path that climbs', 'GET', '/v1/instruments/../../etc/passwd', {}, 404, 'not-found'],
  ['a second slash', 'GET', '//evil.example/v1/instruments', {}, 404, 'not-found'],
  ['a parameter named __proto__', 'GET', '/v1/instruments?__proto__=1', {}, 422, 'invalid-input'],
  ['a parameter twice', 'GET', '/v1/instruments?limit=1&limit=1', {}, 422, 'invalid-input'],
  ['limit=1e9', 'GET', '/v1/changes?limit=1e9', {}, 422, 'invalid-input'],
  [
    'a header with a line break',
    'POST',
    actions,
    { body: anAction(), headers: { 'x-a': 'b\nc' } },
    400,
    'malformed-request',
  ],
  [
    'a key with a line break',
    'POST',
    actions,
    { body: anAction(), headers: { 'idempotency-key': ' ' } },
    422,
    'invalid-input',
  ],
];

test.each(hostile)(
  '%s is answered with a problem and leaves the record as it was',
  async (_, method, target, asked, status, type) => {
    const before = await store.record.head();
    const answer = await client.ask(method, target, { ...asked, headers: { ...key, ...asked?.headers } });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    if (type)
      expect(answer.json).toMatchObject({ type: `/problems/${type}`, status, title: expect.any(String) });
    if (status === 405) expect(answer.headers.allow).toContain('OPTIONS');
    expect(await store.record.head()).toEqual(before);
    expect(client.logged).toEqual([]);
  },
);

test('whatever Host says, the answer is the same', async () => {
  for (const host of ['', 'a b', '[::', 'evil.example:99999', '\u0000'])
    expect((await client.get('/v1/instruments/ilo-c029', { host })).status, host).toBe(200);
});

test('an error that is no refusal is logged whole and told to nobody', async () => {
  const broken = clientOf({
    ...store,
    record: { ...store.record, read: () => Promise.reject(new Error('secret')) },
  });
  const { status, text, json } = await broken.get('/v1/instruments');
  expect([status, json.type]).toEqual([500, 'about:blank']);
  expect(text).not.toMatch(/secret|stack| at /);
  expect(broken.logged.join()).toContain('secret');
});

test.each([
  { name: 'ThrottlingException' },
  {
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'None' }, { Code: 'ThrottlingError' }],
  },
])('a table that cannot be reached now is a reason to come back: $name', async (trouble) => {
  const throttled = Object.assign(new Error('slow down'), trouble);
  const busy = clientOf({ ...store, record: { ...store.record, head: () => Promise.reject(throttled) } });
  const { status, headers, json } = await busy.get('/health');
  expect([status, headers['retry-after'], json.type]).toEqual([503, '1', '/problems/unavailable']);
});

test('an event without its usual members is a problem too', async () => {
  const { headers: _, ...event } = eventOf('GET', '/v1/instruments');
  const { statusCode } = await client.api(event as never);
  expect(statusCode).toBe(500);
});
