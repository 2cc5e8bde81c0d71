import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AnyTable, allTables } from '../../functions/pages/files/columns.ts';
import type { Store } from '../../functions/store/index.ts';
import { aFailedLook } from '../support/depositary/failed-look.ts';
import { freshTable } from '../support/engine/table.ts';
import { pagesOf } from '../support/pages.ts';
import { anAction, anInstrument, withRecord } from '../support/record-fixture.ts';

let store: Store;
let show: ReturnType<typeof pagesOf>;

beforeAll(async () => {
  store = await withRecord(await freshTable());
  await store.recording.recordActions('CHN', 'ilo-c029', [{ action: anAction() }], {
    now: () => '2023-01-01T12:00:00.000Z',
    by: 'test',
    idempotency: undefined,
  });
  show = pagesOf(store);
});

const rowsOf = (text: string) => parse(text, { bom: true, columns: true }) as Record<string, string>[];

const pages: [page: string, file: string, table: AnyTable][] = [
  ['/en', '/board.csv', 'participations'],
  ['/states', '/states.csv', 'states'],
  ['/states/CHN', '/states/CHN.csv', 'participations'],
  ['/states/CHN/instruments/ilo-c029', '/states/CHN/instruments/ilo-c029.csv', 'acts'],
  ['/instruments', '/instruments.csv', 'treaties'],
  ['/instruments/ilo-c029', '/instruments/ilo-c029.csv', 'participations'],
  ['/compare?states=CHN,FRA', '/compare.csv?states=CHN%2CFRA', 'participations'],
  ['/sources', '/sources.csv', 'documents'],
  ['/sources/ohchr-2019-04-29', '/sources/ohchr-2019-04-29.csv', 'calls'],
  ['/changes', '/changes.csv', 'changes'],
  ['/calendar', '/calendar.csv', 'effects'],
  ['/proposals', '/proposals.csv', 'proposals'],
  ['/watch', '/watch.csv', 'watched'],
  ['/search?q=labour', '/search.csv?q=labour', 'found'],
];

test.each(pages)(
  'the page %s names its data, %s, and where its columns are described',
  async (page, file, table) => {
    const { text } = await show(page);
    expect(text).toContain(`<link rel="alternate" type="text/csv" href="${file}"`);
    expect(text).toContain(`<a href="${file}">`);
    expect(text).toContain(`href="/data#${table}"`);
    const data = await show(file, { accept: 'text/csv' });
    expect(data).toMatchObject({ status: 200, headers: { link: `</data#${table}>; rel="describedby"` } });
    const [header = ''] = data.text.replace('\ufeff', '').split('\r\n');
    const columns = allTables[table].columns.map(({ name }) => name);
    expect(header.split(',')).toEqual(columns);
    const described = (await show('/data')).text;
    expect(described).toContain(`id="${table}"`);
    for (const name of columns) expect(described).toContain(`<code>${name}</code>`);
  },
);

test('files keep the filters of their pages', async () => {
  const named = rowsOf((await show('/board.csv?called=named')).text);
  expect(named.map(({ instrument }) => instrument)).toEqual(['ilo-c029']);
  expect(rowsOf((await show('/board.csv?called=implied')).text)).toEqual([]);
  expect(rowsOf((await show('/states/CHN.csv?status=party')).text)).toEqual([]);
  expect(rowsOf((await show('/states/CHN.csv?asOf=2023-08-12&status=party')).text)).toHaveLength(1);
  expect(rowsOf((await show('/changes.csv?types=treaty.*')).text).map(({ type }) => type)).toEqual([
    'treaty.status.changed',
    'treaty.action.recorded',
  ]);
  expect(rowsOf((await show('/calendar.csv?from=2024-01-01')).text)).toEqual([]);
  expect(rowsOf((await show('/calendar.csv?state=CHN')).text)).toMatchObject([
    { on: '2023-08-12', effect: 'entry-into-force', state: 'CHN' },
  ]);
});

test('a call is told with what became of it', async () => {
  expect(rowsOf((await show('/sources/ohchr-2019-04-29.csv')).text)).toMatchObject([
    { statusThen: 'no-action', statusNow: 'contracting-state', heeded: 'true', heededByOn: '2022-08-12' },
  ]);
  expect(rowsOf((await show('/sources/ohchr-2019-04-29.csv?asOf=2022-01-01')).text)).toMatchObject([
    { heeded: 'false', heededByOn: '' },
  ]);
});

const manyStates = 'AFG,AGO,ALB,AND,ARE,ARG,ARM,ATG,AUS,AUT,AZE,BDI,BEL,BEN,BFA,BGD,BGR,BHR,BHS,BIH,BLR';

describe('what nothing can be asked with', () => {
  test.each([
    ['/calendar?from=2023-02-02&to=2023-02-01', '2023-02-02 – 2023-02-01: the first day is after the last.'],
    ['/zh/calendar?from=2023-02-02&to=2023-02-01', '起始日期晚于截止日期'],
    [`/compare?states=${manyStates}`, 'At most 20 States'],
    ['/states/HKG', 'HKG is the code of a territory'],
    ['/fr/states/HKG', 'HKG est le code d’un territoire'],
    ['/states/XXX', 'There is no State or participant with the code XXX'],
  ])('is said as it is: %s', async (path, words) => expect((await show(path)).text).toContain(words));

  test.each([
    '/states/CHN?status=ratified',
    '/zh/states/CHN.csv?status=ratified',
    '/states/CHN?depositary=nobody',
    '/en?called=loudly',
    '/changes?before=last',
    '/changes?state=ATL',
    '/changes.atom?types=treaty.lost',
    '/changes.json?instrument=nothing',
    '/fr/changes.csv?state=ATL',
    '/calendar?instrument=nothing',
    '/calendar.csv?state=ATL',
    '/calendar.ics?state=ATL',
    '/calendar?from=2023-02-30',
    '/calendar?from=2023-02-02&to=2023-02-01',
    '/fr/calendar.csv?from=2023-02-02&to=2023-02-01',
    `/compare?states=${manyStates}`,
    '/compare?states=CHN,ATL',
    '/compare?instruments=nothing',
    '/compare.csv?states=CHN,ATL',
    '/compare.csv?instruments=nothing',
    '/instruments?knownOn=tomorrow',
    '/data/acts.csv?asOf=now',
  ])('%s is refused, to a reader as a page and to a program as a problem', async (path) => {
    const page = await show(path);
    expect(page.status).toBe(422);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.text).toContain('<h1>');
    const problem = await show(path, { accept: 'application/json, text/csv, */*;q=0.1' });
    expect(problem.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(problem.text)).toMatchObject({
      status: 422,
      errors: [{ parameter: expect.any(String) }],
    });
  });

  test.each([
    '/states/ATL.csv',
    '/states/ATL/instruments/ilo-c029.csv',
    '/states/CHN/instruments/nothing.csv',
    '/instruments/nothing.csv',
    '/sources/nothing.csv',
    '/data/nothing.csv',
  ])('%s is not found', async (path) => {
    expect((await show(path, { accept: 'text/csv' })).status).toBe(404);
    expect((await show(`/fr${path}`)).text).toContain('<html lang="fr">');
  });

  test('what a page does not know changes nothing', async () => {
    const plain = await show('/about');
    expect((await show('/about?status=nonsense&asOf=never&utm_source=x')).text).toBe(plain.text);
  });
});

test('what was known of treaties on an earlier day is what pages of all States say of it', async () => {
  await store.cataloguing.putInstrument(
    'ilo-c190',
    anInstrument({ title: 'Added later', shortNames: ['C190'] }),
    {
      now: () => '2023-01-02T00:00:00.000Z',
      by: 'test',
      ifVersion: 0,
    },
  );
  const later = pagesOf(store, { now: () => '2023-01-05T00:00:00.000Z' });
  const now = rowsOf((await later('/instruments.csv')).text).map(({ instrument }) => instrument);
  expect(now).toEqual(['ilo-c029', 'ilo-c190']);
  const then = await later('/instruments?knownOn=2023-01-01');
  expect(then.text).not.toContain('Added later');
  expect(then.text).toContain('This is what was on record at the end of 1 January 2023.');
  expect(rowsOf((await later('/states.csv?knownOn=2023-01-01')).text)[0]).toMatchObject({ noAction: '0' });
  expect((await later('/instruments/ilo-c190?knownOn=2023-01-01')).status).toBe(404);
});

test('what is looked at says what failed and why, and when it is looked at next', async () => {
  const url = 'https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no=IV-4';
  const watched = anInstrument({ shortNames: ['ICCPR'], document: { url, kind: 'untc-page', everyDays: 1 } });
  const writing = { now: () => '2023-01-06T00:00:00.000Z', by: 'test', ifVersion: 0 };
  await store.cataloguing.putInstrument('iccpr', watched, writing);
  await store.looks.put({
    ...aFailedLook({ instrument: 'iccpr', why: 'it answers 503', isLayout: false }),
    url,
  });
  const later = pagesOf(store, { now: () => '2023-01-06T11:00:00.000Z' });
  const page = await later('/watch');
  expect(page.text).toContain('answered with error 503');
  expect(page.text).toContain('6 Jan 2023, 11:40 UTC');
  expect(page.headers['cache-control']).toBe('no-store');
  expect((await later('/zh/watch')).text).toContain('返回错误 503');
  expect((await later('/fr/watch')).text).toContain('l’erreur 503');
  expect(
    rowsOf((await later('/watch.csv')).text).find(({ instrument }) => instrument === 'iccpr'),
  ).toMatchObject({
    watching: 'failing',
    failure: 'it answers 503',
    failingSince: '2023-01-06T10:30:00.000Z',
  });
});
