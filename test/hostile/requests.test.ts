import { connect } from 'node:net';
import { beforeAll, expect, test } from 'vitest';
import { aLaptop, type TestLaptop } from '../support/laptop/laptop.ts';
import { exchange } from './socket.ts';

let laptop: TestLaptop;
beforeAll(async () => {
  laptop = await aLaptop();
}, 60_000);

const head = async () => (await fetch(`${laptop.url}/health`)).text();

const closing = 'Host: x\r\nConnection: close\r\n';
const get = (target: string, headers = '') => `GET ${target} HTTP/1.1\r\n${closing}${headers}\r\n`;
const actions = '/v1/states/CHN/participations/iccpr/actions';
const source = { title: 'Press', url: 'https://example.org/', seenOn: '2026-11-01', tier: 'secondary' };
const act = { kind: 'ratification', doneOn: '2026-11-01', sources: [source] };
const json = (over: object) => JSON.stringify({ ...act, ...over });
const signed = 'ZZ';

/** `ZZ` stands for the key, which exists only once the laptop has started. */
const post = (body: string | Buffer, headers = '', type = 'application/json'): [string, string | Buffer] => [
  `POST ${actions} HTTP/1.1\r\n${closing}Authorization: Bearer ${signed}\r\nContent-Type: ${type}\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`,
  body,
];
const open = (headers: string, rest = '') =>
  `POST ${actions} HTTP/1.1\r\n${closing}Authorization: Bearer ${signed}\r\nContent-Type: application/json\r\n${headers}\r\n${rest}`;

const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
const states = '/v1/states/CHN/participations';

test.each<[string, number, (string | Buffer)[]]>([
  ['TRACE', 405, [`TRACE /v1/instruments HTTP/1.1\r\n${closing}\r\n`]],
  ['CONNECT', 405, [`CONNECT example.org:443 HTTP/1.1\r\n${closing}\r\n`]],
  ['a made-up method', 400, [`FROB / HTTP/1.1\r\n${closing}\r\n`]],
  ['DELETE of an instrument', 405, [`DELETE /v1/instruments/iccpr HTTP/1.1\r\n${closing}\r\n`]],
  ['an asterisk', 404, [`OPTIONS * HTTP/1.1\r\n${closing}\r\n`]],
  ['a GET with a body', 400, [get('/v1/instruments', 'Content-Length: 2\r\n'), '{}']],
  ['no host', 400, ['GET /health HTTP/1.1\r\nConnection: close\r\n\r\n']],
  ['two hosts', 400, [get('/health', 'Host: y\r\n')]],
  ['the preface of HTTP/2', 400, ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n']],
  ['a TLS greeting', 400, [Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3])]],
  ['an overlong URL', 431, [get(`/${'a'.repeat(20_000)}`)]],
  ['a flood of headers', 431, [get('/health', 'x-a: 1\r\n'.repeat(5000))]],
  ['NUL in a header', 400, [get('/health', 'x-a: \0\r\n')]],
  ['a folded header', 400, [get('/health', 'x-a: a\r\n b\r\n')]],
  ['both lengths', 400, [open('Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n')]],
  ['two lengths', 400, [open('Content-Length: 2\r\nContent-Length: 3\r\n', '{}')]],
  ['a length below zero', 400, [open('Content-Length: -2\r\n', '{}')]],
  ['an unknown encoding', 400, [open('Transfer-Encoding: xchunked\r\n', '0\r\n\r\n')]],
  ['a chunk that is none', 400, [open('Transfer-Encoding: chunked\r\n', 'ZZZ\r\n')]],
  ['a body without end', 413, [open('Transfer-Encoding: chunked\r\n'), ...Array(11).fill(chunk)]],
  ['10 MB', 413, post('x'.repeat(10_000_000))],
  ['1 MiB and a byte', 413, post(' '.repeat(1_048_577))],
  ['a second request behind a good one', 404, [`GET /health HTTP/1.1\r\nHost: x\r\n\r\n${get('/nowhere')}`]],
  ['bytes that are not UTF-8', 400, post(Buffer.from([0x22, 0xff, 0x22]))],
  ['NUL in a text', 400, post(json({ text: '\0' }))],
  ['JSON nested without end', 400, post('['.repeat(30_000))],
  ['a member named __proto__', 422, post(json({}).replace('{', '{"__proto__":{"x":1},'))],
  ['an unknown member', 422, post(json({ status: 'party' }))],
  ['an array of acts', 422, post(`[${json({})}]`)],
  ['a number for a day', 422, post(json({ doneOn: 20_261_101 }))],
  ['a day that does not exist', 422, post(json({ doneOn: '2025-02-29' }))],
  ['an act to come', 422, post(json({ doneOn: '2200-01-01' }))],
  ['an effect of the year 9999', 422, post(json({ effectiveOn: '9999-12-31' }))],
  ['a member twice', 400, post(json({}).replace('{', '{"doneOn":"2026-11-01",'))],
  ['an effect before the act', 422, post(json({ effectiveOn: '2026-10-01' }))],
  ['a source seen in the future', 422, post(json({ sources: [{ ...source, seenOn: '2200-01-01' }] }))],
  ['no source', 422, post(json({ sources: [] }))],
  ['an unknown kind', 422, post(json({ kind: 'unsigning' }))],
  ['an unknown territory', 422, post(json({ kind: 'territorial-extension', territory: 'TWN' }))],
  ['the same act again', 409, post(json({ kind: 'signature', doneOn: '1998-10-05' }))],
  ['an oversize Idempotency-Key', 422, post(json({}), `Idempotency-Key: ${'k'.repeat(256)}\r\n`)],
  ['another media type', 415, post(json({}), '', 'text/plain')],
  ['a compressed body', 415, post(json({}), 'Content-Encoding: gzip\r\n')],
  [
    'a second key',
    401,
    post(json({}), `Authorization: Bearer x\r\nAuthorization: Bearer y\r\n`).map(unsigned),
  ],
  ['a truncated key', 401, post(json({})).map(truncated)],
  ['no key', 401, post(json({})).map(unsigned)],
  ['a bad percent-encoding', 400, [get('/v1/instruments?limit=%E0%A4')]],
  ['a path that climbs', 404, [get('/v1/%2e%2e/%2e%2e/etc/passwd')]],
  ['NUL in a path', 404, [get('/v1/instruments/%00')]],
  ['raw bytes in a path', 400, [Buffer.from(get('/v1/é'), 'latin1')]],
  ['limit=1e9', 422, [get('/v1/changes?limit=1e9')]],
  ['limit=-1', 422, [get('/v1/changes?limit=-1')]],
  ['a parameter twice', 422, [get('/v1/instruments?limit=1&limit=2')]],
  ['a parameter named __proto__', 422, [get('/v1/instruments?__proto__=1')]],
  ['a forged cursor', 400, [get('/v1/instruments?cursor=AAAAAAAAAAAAAAAAAAAAAAAA')]],
  ['an empty cursor', 400, [get('/v1/instruments?cursor=')]],
  ['a feed from beyond its head', 422, [get('/v1/changes?after=999999999')]],
  ['a day of the year 0', 422, [get(`${states}?asOf=0000-01-01`)]],
  ['an instant to come', 422, [get(`${states}?knownAt=2999-01-01T00:00:00Z`)]],
  ['an unknown State', 404, [get('/v1/states/XXX')]],
  ['a calendar from the year 9999', 422, [get('/v1/calendar?from=9999-12-31')]],
])('%s is answered %d with a problem and leaves the record as it was', async (_what, status, parts) => {
  const before = await head();
  const keyed = parts.map((part) =>
    typeof part === 'string' ? part.replace(`Bearer ${signed}`, `Bearer ${laptop.editorKey}`) : part,
  );
  const heard = await exchange(laptop.port, ...keyed);
  expect(heard).toMatchObject({ status, headers: { 'content-type': 'application/problem+json' } });
  const problem = JSON.parse(heard.body);
  expect(problem).toMatchObject({ status, type: expect.any(String), title: expect.any(String) });
  expect(problem.detail.length).toBeGreaterThan(10);
  expect(heard.body).not.toMatch(/\.ts:|node_modules|received undefined/);
  expect(await head()).toBe(before);
});

function unsigned(part: string | Buffer): string | Buffer {
  return typeof part === 'string' ? part.replace(`Authorization: Bearer ${signed}\r\n`, '') : part;
}

function truncated(part: string | Buffer): string | Buffer {
  return typeof part === 'string'
    ? part.replace(`Bearer ${signed}`, `Bearer trt_01M85H25SD9MFKY20HJE7B2F74_`)
    : part;
}

test('none of it was an error to the service', () => {
  expect(laptop.lines.filter(({ level }) => level === 'ERROR')).toEqual([]);
});

test('senders who dawdle do not keep others waiting', async () => {
  const dawdlers = Array.from({ length: 200 }, () => connect(laptop.port, '127.0.0.1'));
  for (const socket of dawdlers) socket.write('GET /health HTTP/1.1\r\nHost: x\r\nX-');
  expect(JSON.parse(await head())).toMatchObject({ status: 'ok' });
  for (const socket of dawdlers) socket.destroy();
});
