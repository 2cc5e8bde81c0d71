import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createWatch } from '../../functions/watch/watch.ts';
import { someRows, statusPage } from '../support/depositary/status-page.ts';
import { serves } from './depositary.ts';
import { agent, aWatch, hoursAfter, start } from './watching.ts';

test('a document that is due is fetched, kept, read, and what it shows is proposed', async () => {
  const { depositary, store, folder, watch, look, clock } = await aWatch();
  const page = statusPage();
  depositary.answers.set('/IV-5', serves(gzipSync(page), { etag: '"one"', 'content-encoding': 'gzip' }));
  expect(await watch({ now: true })).toMatchObject({ due: 1, read: 1, failed: 0, opened: 8 });
  expect(depositary.asked).toMatchObject([
    { path: '/robots.txt', agent },
    { path: '/IV-5', agent },
  ]);
  const sha256 = createHash('sha256').update(page).digest('hex');
  expect(await readdir(folder)).toEqual([sha256]);
  expect(await readFile(join(folder, sha256), 'utf8')).toBe(page);
  expect(await look()).toMatchObject({
    statusAsAt: '2026-02-03',
    sha256,
    failures: 0,
    failure: null,
    readAt: clock.at,
  });
  const [reading] = await store.readingsAfter({ instrument: 'lists', after: '', most: 9 });
  expect(reading).toMatchObject({ statusAsAt: '2026-02-03', sha256, rows: 6 });
  expect(await store.proposals.open()).toHaveLength(8);
});

test('no page is asked for twice a day, also by a round that is told to look now; then conditionally', async () => {
  const { depositary, watch, clock, look } = await aWatch();
  depositary.answers.set('/IV-5', (request, response) =>
    request.headers['if-none-match'] === '"one"'
      ? response.writeHead(304).end()
      : serves(statusPage(), { etag: '"one"' })(request, response),
  );
  await watch({ now: true });
  clock.at = hoursAfter(start, 10);
  expect(await watch({ now: true })).toMatchObject({ due: 0 });
  expect(await watch()).toMatchObject({ due: 0 });
  clock.at = hoursAfter(start, 44);
  expect(await watch()).toMatchObject({ due: 1, read: 1, opened: 0 });
  expect(depositary.asked.at(-1)).toMatchObject({ path: '/IV-5', etag: '"one"' });
  expect(await look()).toMatchObject({ statusAsAt: '2026-02-03', failures: 0, readAt: clock.at });
});

test('first looks are spread over the first day, and each stays at its place', async () => {
  const { watch, clock, look } = await aWatch();
  expect(await watch()).toMatchObject({ due: 0 });
  clock.at = hoursAfter(start, 25);
  expect(await watch()).toMatchObject({ due: 1 });
  const first = (await look())?.dueAt ?? '';
  expect(first > clock.at).toBe(true);
});

const whole = statusPage();
const other = statusPage({ number: '6.' });

test.each<[string, Parameters<typeof serves> | 'hangs' | 'cut' | 'lies', RegExp, boolean]>([
  ['slow', 'hangs', /no answer within/, false],
  ['cut off', 'cut', /cut off|could not be fetched/, false],
  ['lying about its length', 'lies', /cut off|could not be fetched|breaks off/, false],
  ['broken', ['', {}, 500], /answers 500/, false],
  ['without the page', ['', {}, 404], /answers 404/, false],
  [
    'redirecting elsewhere',
    ['', { location: 'https://example.com/' }, 302],
    /redirects to another host/,
    false,
  ],
  ['redirecting in a circle', ['', { location: '/IV-5' }, 302], /redirects without end/, false],
  [
    'redirecting into the network',
    ['', { location: 'http://169.254.169.254/' }, 302],
    /redirects to another host/,
    false,
  ],
  ['under maintenance', ['<html><title>Maintenance</title></html>'], /“Maintenance”/, false],
  ["serving another treaty's page", [other], /about IV-6, not IV-5/, false],
  ['serving half a page', [whole.slice(0, whole.length / 2)], /breaks off/, false],
  [
    'changing its columns',
    [whole.replace('Ratification, Accession(a)', 'Acts(a)')],
    /names an act that is not known/,
    true,
  ],
  ['without its list', [whole.replace(/tblgrid/, 'grid2')], /no list/, true],
  [
    'dropping rows',
    [statusPage({ rows: someRows.slice(0, 2), status: 'Signatories : 3. Parties : 4' })],
    /dates give/,
    false,
  ],
  [
    'sending a zip bomb',
    [gzipSync(Buffer.alloc(30_000_000)), { 'content-encoding': 'gzip' }],
    /larger than/,
    false,
  ],
  ['sending garbage as gzip', ['nonsense', { 'content-encoding': 'gzip' }], /could not be fetched/, false],
  ['encoded as nobody knows', ['nonsense', { 'content-encoding': 'rot13' }], /encoded as rot13/, false],
  ['in a wrong charset', [Buffer.from(whole, 'latin1')], /not in UTF-8/, false],
  [
    'with script-filled names',
    [whole.replace(/<td>[^<]*<br>/g, '<td>{{name}}<br>')],
    /two rows|not known/,
    true,
  ],
])('a depositary that is %s changes nothing on record, and says why', async (_, answer, why, isLayout) => {
  const { depositary, store, watch, look, clock } = await aWatch();
  depositary.answers.set('/IV-5', (request, response) => {
    if (answer === 'hangs') return;
    if (typeof answer !== 'string') return serves(...answer)(request, response);
    response.writeHead(200, answer === 'lies' ? { 'content-length': String(whole.length * 3) } : {});
    response.write(whole.slice(0, 3000), () => response.destroy());
  });
  const before = await store.record.head();
  expect(await watch({ now: true })).toMatchObject({ read: 0, failed: 1, opened: 0 });
  expect(await look()).toMatchObject({
    readAt: null,
    failures: 1,
    failingSince: clock.at,
    failure: { isLayout },
  });
  expect((await look())?.failure?.why).toMatch(why);
  expect(await store.record.head()).toEqual(before);
  expect(await store.proposals.open()).toEqual([]);
});

test("yesterday's page is no reading of today, and a hundred rows fewer none at all", async () => {
  const { depositary, watch, look, clock } = await aWatch();
  depositary.answers.set('/IV-5', serves(statusPage()));
  await watch({ now: true });
  clock.at = hoursAfter(start, 48);
  depositary.answers.set('/IV-5', serves(statusPage({ stamp: 'STATUS AS AT : 02-02-2026' })));
  await watch();
  expect((await look())?.failure?.why).toMatch(/speaks for 2026-02-02, the last reading for 2026-02-03/);
  clock.at = hoursAfter(start, 72);
  depositary.answers.set(
    '/IV-5',
    serves(statusPage({ rows: someRows.slice(2), stamp: 'STATUS AS AT : 06-02-2026' })),
  );
  await watch();
  expect(await look()).toMatchObject({ failures: 2, statusAsAt: '2026-02-03', readAt: start });
});

test('failures are tried again with growing distance, are counted in days, and end with the first whole reading', async () => {
  const { depositary, watch, look, clock, lines } = await aWatch();
  const waits: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    await watch({ now: round === 0 });
    const { dueAt = '' } = (await look()) ?? {};
    waits.push((Date.parse(dueAt) - Date.parse(clock.at)) / 3_600_000);
    clock.at = dueAt;
  }
  expect(
    waits
      .map((hours, index) => hours / (waits[index - 1] ?? hours))
      .slice(1, 5)
      .every((ratio) => ratio > 1.9),
  ).toBe(true);
  expect(Math.max(...waits)).toBeLessThanOrEqual(30);
  const metric = () => lines.filter((line) => 'WatchDaysFailing' in line).at(-1)?.WatchDaysFailing as number;
  expect(metric()).toBeGreaterThan(1);
  depositary.answers.set('/IV-5', serves(statusPage()));
  await watch();
  expect(await look()).toMatchObject({ failures: 0, failure: null, failingSince: null });
  expect(metric()).toBe(0);
});

test('plain new acts are recorded without a person only where that is wanted and two readings agree, an hour apart', async () => {
  const { depositary, store, watch, clock } = await aWatch({ recordPlain: true });
  const at = (day: string) =>
    depositary.answers.set('/IV-5', serves(statusPage({ stamp: `STATUS AS AT : ${day}-02-2026` })));
  at('03');
  expect(await watch({ now: true })).toMatchObject({ opened: 8, recorded: 0 });
  clock.at = hoursAfter(start, 48);
  at('05');
  expect(await watch()).toMatchObject({ opened: 0, recorded: 4 });
  expect((await store.proposals.open()).map(({ state }) => state).sort()).toEqual([
    'CHL',
    'CHL',
    'JAM',
    'JAM',
  ]);
  const acts = await store.record.read(async ({ holdings }) => (await holdings('ALB')).actions);
  expect(acts).toMatchObject([{ kind: 'accession', doneOn: '2007-10-04', recordedBy: 'watch' }]);
});

test('a round that was killed loses nothing and doubles nothing', async () => {
  const { depositary, store, watch, clock, deps } = await aWatch();
  depositary.answers.set('/IV-5', serves(statusPage()));
  const killed = createWatch({
    ...deps,
    store: { ...store, looks: { ...store.looks, put: () => new Promise(() => {}) } },
  });
  killed({ now: true }).catch(() => {});
  for (let waited = 0; (await store.proposals.open()).length < 8 && waited < 100; waited += 1)
    await new Promise((done) => setTimeout(done, 50));
  expect(await store.looks.list()).toEqual([]);
  expect(await watch({ now: true })).toMatchObject({ read: 0 });
  clock.at = hoursAfter(start, 0.1);
  expect(await watch({ now: true })).toMatchObject({ read: 1, opened: 0 });
  expect(await store.proposals.open()).toHaveLength(8);
  expect(await store.readingsAfter({ instrument: 'lists', after: '', most: 9 })).toHaveLength(1);
});
