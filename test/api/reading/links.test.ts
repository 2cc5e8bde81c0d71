import { expect, test } from 'vitest';
import { bearer, clientOf, withClient } from '../../support/api.ts';

const { client, store, key } = await withClient();
const list = '/v1/states/CHN/participations';

test.each([
  ['/docs/', '/docs'],
  ['/v1/states/', '/v1/states'],
  ['/v1/states/CHN/', '/v1/states/CHN'],
  ['/v1/states/CHN/?asOf=2020-01-01', '/v1/states/CHN?asOf=2020-01-01'],
  ['/v1/states/chn', '/v1/states/CHN'],
  ['/v1/states/Chn/participations?asOf=2020-01-01&status=party', `${list}?asOf=2020-01-01&status=party`],
  ['/v1/states/chn/participations/ICCPR', `${list}/iccpr`],
  ['/v1/instruments/ICCPR', '/v1/instruments/iccpr'],
  ['/v1/sources/OHCHR-2019-04-29', '/v1/sources/ohchr-2019-04-29'],
  ['/problems/Not-Found', '/problems/not-found'],
  ['/v1/States/CHN?asOf=2020-01-01', '/v1/states/CHN?asOf=2020-01-01'],
  ['/v1/instruments/iccpr/Participations', '/v1/instruments/iccpr/participations'],
  ['/OpenAPI.json', '/openapi.json'],
  ['/v1/subscriptions/SUB_01jdxxxxxxxxxxxxxxxxxxxxxx', '/v1/subscriptions/sub_01JDXXXXXXXXXXXXXXXXXXXXXX'],
])('whoever reads %s is sent to %s', async (target, location) => {
  for (const method of ['GET', 'HEAD']) {
    const answer = await client.ask(method, target);
    expect([answer.status, answer.headers.location, answer.text]).toEqual([308, location, '']);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  }
});

test('both spellings at once take two steps', async () => {
  const first = await client.get('/v1/states/chn/');
  const second = await client.get(first.headers.location ?? '');
  expect([first.headers.location, second.headers.location]).toEqual(['/v1/states/chn', '/v1/states/CHN']);
});

test.each([
  ['a path that leads nowhere', 'GET', '/nowhere/', 404],
  ['another host', 'GET', '//example.org/', 404],
  ['a step that is empty', 'GET', '/v1//states', 404],
  ['what writes', 'POST', '/v1/subscriptions/', 404],
  ['a code that no State can have', 'GET', '/v1/states/zz', 404],
])('%s is redirected nowhere', async (_, method, target, status) => {
  const answer = await client.ask(method, target, { headers: key });
  expect([answer.status, answer.headers.location]).toEqual([status, undefined]);
});

test('what writes to a code in the other case is told which one is meant', async () => {
  const { status, json } = await client.ask('POST', '/v1/states/chn/participations/iccpr/actions', {
    headers: key,
    body: {},
  });
  expect([status, json.detail]).toEqual([
    404,
    'There is no state chn. Perhaps /v1/states/CHN/participations/iccpr/actions is meant.',
  ]);
});

test('a filter in the other case is told which value is on record', async () => {
  const { json } = await client.get('/v1/changes?state=chn');
  expect(json.detail).toBe('chn is not on record; CHN is.');
});

test.each(['/', '/docs', '/openapi.json', '/problems', '/problems/not-found'])(
  '%s answers whatever the query',
  async (page) => {
    const plain = await client.get(page);
    for (const query of ['ref=mail', 'utm_source=x&fbclid=y', 'a=1&a=2', 'a=%zz']) {
      const asked = await client.get(`${page}?${query}`);
      expect([query, asked.status, asked.text]).toEqual([query, 200, plain.text]);
    }
  },
);

test.each([
  'fbclid=IwAR0',
  'gclid=1&gbraid=2&wbraid=3',
  'utm_source=a&utm_medium=b&utm_campaign=c&utm_id=d',
  'mc_cid=1&mc_eid=2',
  'msclkid=x',
  '_hsenc=p2&_hsmi=3',
  'spm=a2c&isappinstalled=0',
  'UTM_SOURCE=a&utm_source=b',
  'mtm_campaign=x&pk_kwd=y',
  'gad_source=1&srsltid=x&_ga_1AB2=y',
  'from=timeline&isappinstalled=0&scene=1',
  'vd_source=x&share_source=copy_web',
  'ref=mail&ref_src=twsrc',
  'mibextid=x&sfnsn=mo&igsh=y',
  'at_medium=x&xtor=y&wt_mc=z',
])('data comes to whoever follows a link with %s', async (query) => {
  const plain = await client.get('/v1/changes?limit=1');
  const asked = await client.get(`/v1/changes?${query}&limit=1`);
  expect([asked.status, asked.text, asked.headers.etag]).toEqual([200, plain.text, plain.headers.etag]);
  expect(asked.headers.link).toBe(plain.headers.link);
});

test('data stays strict about everything else', async () => {
  for (const query of ['colour=red', 'utm=1', 'asof=2020-01-01']) {
    const { status, json } = await client.get(`${list}?${query}`);
    expect([status, json.errors[0].parameter]).toEqual([422, query.split('=')[0]]);
  }
});

test('a preflight lets the headers through that clients set by habit, and no key', async () => {
  const { headers } = await client.ask('OPTIONS', list, {
    headers: {
      origin: 'https://a.example',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'content-type,traceparent',
    },
  });
  const allowed = String(headers['access-control-allow-headers']).split(/, */);
  for (const name of ['content-type', 'accept', 'traceparent', 'tracestate', 'if-none-match', 'user-agent'])
    expect(allowed).toContain(name);
  expect(allowed).toContain('*');
  expect(allowed).not.toContain('authorization');
});

const tracker = 'https://example.org/tracker';

test.each([
  ['the path of the public URL', { publicUrl: tracker }, '/tracker', '/tracker'],
  ['a stage', { publicUrl: 'https://example.org/prod', basePath: '/prod' }, '/prod', '/prod'],
  ['a stage that the public URL hides', { publicUrl: 'https://example.org', basePath: '/prod' }, '/prod', ''],
  ['nothing, where a proxy has taken it off', { publicUrl: tracker }, '', '/tracker'],
])('served below %s, links follow', async (_, settings, before, links) => {
  const served = clientOf(store, settings);
  const get = (path: string) => served.get(`${before}${path}`);
  const entry = await get('/');
  expect(entry.json.links).toMatchObject({ states: `${links}/v1/states`, documentation: `${links}/docs` });
  expect(entry.headers.link).toContain(`<${links}/openapi.json>; rel="service-desc", <${links}/docs>`);
  const first = await get('/v1/changes?limit=1');
  const next = /^<([^>]+)>; rel="next"$/.exec(first.headers.link ?? '')?.[1] ?? '';
  expect(next.startsWith(`${links}/v1/changes?`)).toBe(true);
  expect((await get(next.slice(links.length))).status).toBe(200);
  expect((await get('/v1/states/chn/')).headers.location).toBe(`${links}/v1/states/chn`);
  expect((await get('/openapi.json')).json.servers[0].url).toBe(`${links}/`);
  expect((await get('/v1/event-types')).json.data[0].schema).toMatch(`${links}/v1/event-types/`);
  expect((await get('/v1/nowhere')).json.type).toBe('/problems/not-found');
});

test('served below a base path, what is made there has its address', async () => {
  const served = clientOf(store, { publicUrl: tracker, basePath: '/tracker' });
  const headers = await bearer(store);
  const made = await served.ask('POST', '/tracker/v1/states/CHN/participations/ilo-c029/checks', {
    headers,
    body: {
      on: '2022-12-31',
      source: { title: 'x', url: 'https://a.example/', seenOn: '2022-12-31', tier: 'primary' },
    },
  });
  expect([made.status, made.headers.location]).toEqual([
    201,
    '/tracker/v1/states/CHN/participations/ilo-c029',
  ]);
});

test('what only begins like the base path is not below it', async () => {
  const served = clientOf(store, { publicUrl: tracker });
  expect((await served.get('/trackers/v1/states')).status).toBe(404);
  expect((await served.get('/tracker')).status).toBe(200);
});
