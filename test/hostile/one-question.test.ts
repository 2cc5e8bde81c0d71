import { beforeAll, expect, test } from 'vitest';
import { address } from '../../functions/api/assets.ts';
import { createLog } from '../../functions/lib/log.ts';
import type { PagesDeps } from '../../functions/pages/deps.ts';
import { createPages } from '../../functions/pages/pages.ts';
import type { Store } from '../../functions/store/index.ts';
import { clientOf } from '../support/api.ts';
import { freshTable } from '../support/engine/table.ts';
import { eventOf } from '../support/event.ts';
import { citation, publicUrl, withRecord } from '../support/record-fixture.ts';

let store: Store;

beforeAll(async () => {
  store = await withRecord(await freshTable());
  const look = { on: '2022-12-31', source: { ...citation, seenOn: '2022-12-31' } };
  await store.recording.recordChecks('CHN', 'ilo-c029', [look], {
    now: () => '2023-01-01T00:00:00.000Z',
    by: 'test',
  });
});

/** The pages as one client sees them that is not of this machine. */
function stranger(over: Partial<PagesDeps> = {}) {
  const log = createLog({ write: () => undefined });
  const now = () => '2023-01-02T00:00:00.000Z';
  const answer = createPages({ store, log, now, publicUrl, version: '1', ...over });
  return (target: string) => answer(eventOf('GET', target, { from: '192.0.2.1' }));
}

const bundle = address('swagger-ui-bundle.js');

test.each([
  [
    '/v1/states/CHN/actions?doneFrom=1950-01-01&limit=5',
    '/v1/states/CHN/actions?limit=5&doneFrom=1950-01-01',
  ],
  [
    '/v1/states/CHN/participations/ilo-c029?asOf=2020-01-01',
    '/v1/states/CHN/participations/ilo-c029?&&asOf=2020-01-01&',
  ],
  [
    '/v1/states/CHN/participations/ilo-c029?asOf=2020-01-01',
    '/v1/states/CHN/participations/ilo-c029?%61sOf=2020%2D01-01',
  ],
  [
    '/v1/states/CHN/participations/ilo-c029?asOf=2020-01-01',
    '/v1/states/CHN/participations/ilo-c029?utm_a=1&utm_a=2&as%4ff=2020-01-01',
  ],
  ['/v1/changes?state=CHN,FRA', '/v1/changes?state=CHN%2CFRA'],
  ['/v1/states', '/v1/states?&'],
  ['/openapi.json', '/openapi.json?x=1'],
  ['/docs', '/docs?from=2020-01-01&to=x'],
  ['/problems/not-found', '/problems/not-found?x=1'],
  [bundle, `${bundle}?x=1`],
  ['/docs/assets/a/reference.js', '/docs/assets/b/reference.js'],
])('the API has one answer to %s and to %s', async (target, same) => {
  const { api } = clientOf(store);
  const answer = await api(eventOf('GET', target));
  expect(answer.statusCode).toBe(200);
  expect(await api(eventOf('GET', same))).toBe(answer);
});

test.each(['/v1/states?asOf=2020-01-01&asOf=2020-01-01', '/v1/states?q=1', '/v1/states?%ff'])(
  '%s is still refused',
  async (target) => {
    expect((await clientOf(store).get(target)).status).toBeGreaterThanOrEqual(400);
  },
);

test.each([
  ['/data/participations.csv', '?from=2020-01-01', '?q=a', '?q=b&types=treaty', '?asOf=&q=', '?&&'],
  ['/data/acts.ndjson?asOf=2020-01-01', '&states=CHN', '&from=2020-01-02', '&status=x', '&unknown=1'],
  ['/en?asOf=2020-01-01', '&from=2021-01-01', '&before=5', '&q=c'],
  ['/calendar.ics?from=2020-01-01&to=2021-01-01', '&asOf=2020-01-01', '&knownOn=2020-01-01'],
  ['/states.csv', '?state=CHN', '?limit=5', '?called=named'],
  ['/instruments/ilo-c029', '?instrument=ilo-c029', '?instruments=x', '?%71=1'],
  ['/fr/states/CHN.png?asOf=2020-01-01', '&called=not', '&status=x', '&as%4Ff='],
  ['/compare.csv?states=CHN&instruments=ilo-c029', '&state=CHN', '&q='],
  ['/states?asOf=2020-01-01&knownOn=2022-01-01', '&q=1', '&to=2020-01-01'],
])('a page is made once for %s and for what it does not ask for', async (target, ...more) => {
  const show = stranger({ clientLimit: { perSecond: 0.001, burst: 9 } });
  const { statusCode, body } = await show(target);
  expect(statusCode).toBe(200);
  for (const one of more.flatMap((end) => Array(5).fill(end)).map((end, n) => `${end}${n ? `&q=${n}` : ''}`))
    expect((await show(`${target}${one}`)).body === body, one).toBe(true);
});

test('the order of what a page asks for makes no other page', async () => {
  const show = stranger({ clientLimit: { perSecond: 0.001, burst: 2 } });
  const asked = ['asOf=2020-01-01', 'status=party', 'depositary=ilo'];
  const tags = [];
  for (const [a, b, c] of [
    [0, 1, 2],
    [1, 0, 2],
    [2, 1, 0],
  ] as const)
    tags.push((await show(`/states/CHN?${asked[a]}&${asked[b]}&${asked[c]}`)).headers.etag);
  expect(new Set(tags).size).toBe(1);
  expect((await show('/states/CHN?asOf=2020-01-02')).statusCode).toBe(429);
});

test('a file of ours has one remembered answer at all its earlier addresses', async () => {
  const show = stranger();
  const tags = await Promise.all(
    ['/assets/a/style.css', '/assets/b/style.css', '/assets/c/style.css?q=1'].map(async (target) => {
      const { statusCode, headers } = await show(target);
      return `${statusCode} ${headers.etag}`;
    }),
  );
  expect(tags[0]).toMatch(/^200 "/);
  expect(new Set(tags).size).toBe(1);
  expect((await show('/assets/a/b/style.css')).statusCode).toBe(404);
});
