import { beforeAll, expect, test } from 'vitest';
import { routes } from '../../functions/api/routes.ts';
import { later } from '../../functions/core/instant.ts';
import { outlineOf } from '../../functions/core/law/outline.ts';
import { viewState } from '../../functions/core/law/state-view.ts';
import { positionTexts } from '../../functions/core/tables/lines.ts';
import { createLog } from '../../functions/lib/log.ts';
import { createPages } from '../../functions/pages/pages.ts';
import { pages } from '../../functions/pages/routes.ts';
import { readSeeds } from '../../seeds/format.ts';
import { clientOf } from '../support/api.ts';
import type { TestTable } from '../support/engine/table.ts';
import { unitsOf } from '../support/engine/units.ts';
import { eventOf } from '../support/event.ts';
import { aWholeRecord } from '../support/laptop/whole-record.ts';
import { publicUrl, storeOf } from '../support/record-fixture.ts';

/** Read units that no public question may exceed, whatever is in memory. */
const mostUnits = 20;

let table: TestTable;
let spent: ReturnType<typeof unitsOf>;
let begun = '';

/** The record of every State, each instrument revised once, after a sweep. */
beforeAll(async () => {
  ({ table } = await aWholeRecord());
  const store = storeOf(table);
  const now = () => new Date().toISOString();
  begun = (await store.record.head()).committedAt ?? '';
  for (const { id, instrument } of (await readSeeds()).instruments)
    await store.cataloguing.putInstrument(
      id,
      { ...instrument, shortNames: [...instrument.shortNames, 'revised'] },
      { now, by: 'test', ifVersion: 1 },
    );
  await store.edition.refresh(new Date().toISOString().slice(0, 10));
  spent = unitsOf(table.client);
}, 120_000);

/** An instance with nothing in memory. */
function instance() {
  const store = storeOf(table);
  const log = createLog({ write: () => undefined });
  const api = clientOf(store, { now: () => new Date().toISOString() });
  const site = createPages({ store, log, now: () => new Date().toISOString(), publicUrl, version: '1' });
  return {
    api: async (target: string) => (await api.get(target)).status,
    page: async (target: string) => Number((await site(eventOf('GET', target))).statusCode),
    body: async (target: string) => (await site(eventOf('GET', target))).body,
    store,
  };
}

const named: Record<string, string> = {
  ...{ state: 'CHN', instrument: 'iccpr', source: 'ohchr-2019-04-29', sequence: '5000' },
  ...{ type: 'treaty.status.changed', problem: 'not-found', proposal: 'prp_00000000000000000000000000' },
};

/** Query parameters that make a new answer, where a route takes them. */
const further = ['limit=1000', 'asOf=1987-03-02', 'knownAt='];

const others = [
  '/v1/calendar?from=1990-01-01&to=2030-01-01',
  '/v1/states/CHN/actions?doneFrom=1950-01-01',
  '/v1/changes?after=1234&limit=1000',
  '/v1/changes?types=urging.recorded',
  '/v1/changes?state=FRA',
];

const apiTargets = routes
  .filter(
    ({ method, scope, operationId }) => method === 'GET' && scope === null && !/confirm/i.test(operationId),
  )
  .flatMap(({ path }) => {
    const place = path.replaceAll(/\{(\w+)\}/g, (_, name) => named[name] ?? 'x');
    return ['', ...further].map((query) => (query ? `${place}?${query}` : place));
  })
  .concat(others);

const files: Record<string, string> = {
  '/states/:file{[A-Z]+\\.csv}': '/states/CHN.csv',
  '/states/:state/instruments/:file{[a-z0-9-]+\\.csv}': '/states/CHN/instruments/iccpr.csv',
  '/instruments/:file{[a-z0-9-]+\\.csv}': '/instruments/crc.csv',
  '/sources/:file{[a-z0-9-]+\\.csv}': '/sources/ohchr-2019-04-29.csv',
};

/** A query with every parameter; a page ignores those it does not know. */
const everything =
  'asOf=1987-03-02&state=FRA&types=treaty&before=6000&q=convention&states=CHN,FRA,DEU,USA,GBR,RUS,IND,BRA,ZAF,JPN,ITA,ESP,CAN,AUS,MEX,ARG,NGA,EGY,KEN,IDN';

const pageTargets = Object.keys(pages)
  .flatMap((path) =>
    path.startsWith('/data/:')
      ? ['participations.csv', 'participations.ndjson', 'acts.csv', 'acts.ndjson', 'sources.csv'].map(
          (file) => `/data/${file}`,
        )
      : [files[path] ?? path.replaceAll(/:(\w+)/g, (_, name) => named[name] ?? 'x')],
  )
  .flatMap((path) => [path, `/zh${path === '/' ? '' : path}?${everything}`]);

const costOf = async (ask: (target: string) => Promise<number>, target: string) => {
  spent();
  const status = await ask(target.replace(/knownAt=$/, () => `knownAt=${later(begun, -1)}`));
  return { status, units: spent().units };
};

/** The cost of each answer with nothing in memory, and then again with what that left. */
async function dearest(kind: 'api' | 'page', targets: readonly string[]) {
  const seen: { target: string; cold: number; warm: number }[] = [];
  const warm = instance();
  for (const target of targets) {
    const cold = await costOf(instance()[kind], target);
    expect(cold.status, target).toBeLessThan(500);
    seen.push({ target, cold: cold.units, warm: (await costOf(warm[kind], target)).units });
  }
  return seen;
}

const over = (seen: Awaited<ReturnType<typeof dearest>>) =>
  seen.filter(({ cold, warm }) => Math.max(cold, warm) > mostUnits);

test('no question to the API costs more than may be, whatever an instance knows', async () => {
  const seen = await dearest('api', apiTargets);
  expect(over(seen)).toEqual([]);
  expect(seen.length).toBeGreaterThan(60);
}, 60_000);

test('nor does a page or a file', async () => {
  const seen = await dearest('page', pageTargets);
  expect(over(seen)).toEqual([]);
  expect(seen.length).toBeGreaterThan(50);
}, 60_000);

test('files of the whole record are joined of what the edition has: nothing else is read, on any day', async () => {
  const files = ['participations', 'acts'].flatMap((table) => [`${table}.csv`, `${table}.ndjson`]);
  for (const file of files) {
    const { page } = instance();
    for (const [asOf, most] of [
      ['1987-03-02', 4],
      ['2030-01-01', 1],
      ['1990-09-02', 1],
    ] as const) {
      spent();
      expect(await page(`/data/${file}?asOf=${asOf}`)).toBe(200);
      expect(spent().calls, `${file} on ${asOf}`).toBeLessThanOrEqual(most);
    }
  }
});

test('a State costs as little once forty others were asked for', async () => {
  const { api } = instance();
  const codes = ['CHN', 'FRA', 'DEU', 'USA', 'GBR', 'RUS', 'IND', 'BRA', 'ZAF', 'JPN', 'ITA', 'ESP', 'CAN'];
  for (const code of codes) expect(await costOf(api, `/v1/states/${code}`)).toMatchObject({ status: 200 });
  spent();
  for (const code of codes) await api(`/v1/states/${code}/participations`);
  expect(spent().units).toBeLessThanOrEqual(codes.length);
});

test('a list of the calendar has no more rows than a page can bear', async () => {
  const page = await instance().body('/calendar?from=1900-01-01&to=2100-01-01');
  expect(page).toMatch(/500 of \d,\d{3} are shown/);
  expect(page.match(/<td class="day">/g)?.length).toBeLessThanOrEqual(1000);
});

test('a calendar file has the latest of what it may tell, and says of how many', async () => {
  const all = await instance().body('/calendar.ics?from=1900-01-01');
  const uids = uidsOf(all);
  expect(uids.size).toBeGreaterThanOrEqual(800);
  expect(uids.size).toBeLessThan(900);
  expect(all.replaceAll('\r\n ', '')).toMatch(/The latest 8\d\d of \d\\?,\d{3} are in here/);
  const later = uidsOf(await instance().body('/calendar.ics?from=2015-01-01'));
  expect(later.size).toBeGreaterThan(100);
  expect(later.size).toBeLessThan(800);
  expect([...uids]).toEqual(expect.arrayContaining([...later]));
});

test('what the edition says of rows is what a fold says on that day', async () => {
  const { record } = instance().store;
  const days = [
    '1800-01-01',
    '1966-12-16',
    '1979-01-04',
    '1997-07-01',
    '2012-02-29',
    '2026-11-01',
    '2200-12-31',
  ];
  for (const asOf of days)
    await record.read(async ({ participationTexts, everyone, catalogue }) => {
      const views = (await everyone()).map((one) => viewState(catalogue, one, { asOf }));
      for (const form of ['csv', 'ndjson'] as const) {
        const folded = views.map((view) => positionTexts(form, view));
        expect(await participationTexts(form, asOf)).toEqual(folded);
      }
    });
});

const uidsOf = (file: string): Set<string> => new Set(file.match(/^UID:.+/gm));

test('what the edition says of where States stand is what a fold says on that day', async () => {
  const { record } = instance().store;
  for (const asOf of ['1975-06-01', '1990-09-02', '2001-01-01', '2030-01-01'])
    await record.read(async ({ outlines, everyone, catalogue }) => {
      const folded = (await everyone()).map((one) => outlineOf(viewState(catalogue, one, { asOf }), one));
      expect(await outlines(asOf)).toEqual(folded);
    });
});
