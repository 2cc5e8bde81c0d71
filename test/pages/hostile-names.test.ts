import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../functions/store/index.ts';
import { freshTable } from '../support/engine/table.ts';
import { pagesOf } from '../support/pages.ts';
import { anAction, anInstrument, aSource, citation, storeOf } from '../support/record-fixture.ts';

const script = '<script>alert("x")</script>&amp;\'"\f\u001b\uffff';
const formula = '=HYPERLINK("https://example.org/","x")';
const lines = 'one line\n=1+1';
const writing = { now: () => '2023-01-01T00:00:00.000Z', by: formula };
const hostile = { ...citation, title: script, symbol: formula, note: script };

let store: Store;
let show: ReturnType<typeof pagesOf>;

/** A record whose every text is one that a page, a spreadsheet or a feed might take for its own. */
beforeAll(async () => {
  store = storeOf(await freshTable());
  const territory = {
    code: 'HKG',
    name: script,
    names: [{ language: 'zh' as const, text: formula }],
    from: '1997-07-01',
  };
  const names = [{ language: 'fr' as const, text: script }];
  await store.cataloguing.putStates(
    [
      {
        code: 'CHN',
        name: formula,
        names,
        kind: 'state',
        tracked: false,
        note: script,
        territories: [territory],
      },
      { code: 'FRA', name: script, kind: 'state', tracked: false },
    ],
    writing,
  );
  const instrument = anInstrument({
    title: script,
    titles: [{ language: 'zh', text: formula }],
    shortNames: [formula],
    depositaryName: script,
    adoptedAt: script,
    monitoringBody: formula,
    references: [{ scheme: 'ilo', value: script }],
    counts: [{ parties: 1, source: hostile }],
  });
  await store.cataloguing.putInstrument('ilo-c029', instrument, { ...writing, ifVersion: 0 });
  const [urging] = aSource().urgings;
  const source = aSource({
    title: script,
    author: formula,
    addressee: script,
    note: script,
    citations: [hostile],
    urgings: urging ? [{ ...urging, paragraph: formula, wording: script }] : [],
  });
  await store.cataloguing.putSource('ohchr-2019-04-29', source, { ...writing, ifVersion: 0 });
  const actions = [
    anAction({ sources: [hostile], text: formula, provision: script }),
    anAction({ kind: 'reservation', sources: [hostile], text: script, provision: formula }),
    anAction({ kind: 'territorial-extension', territory: 'HKG', sources: [hostile], text: lines }),
  ];
  for (const action of actions)
    await store.recording.recordActions(
      'CHN',
      'ilo-c029',
      [{ action }],
      { ...writing, idempotency: undefined },
      () => 'done',
    );
  show = pagesOf(store);
});

const pages = [
  '',
  '/states',
  '/states/CHN',
  '/states/CHN/instruments/ilo-c029',
  '/instruments',
  '/instruments/ilo-c029',
  '/compare?states=CHN,FRA',
  '/sources/ohchr-2019-04-29',
  '/changes',
  '/calendar',
  '/watch',
  '/search?q=%3Cscript%3E',
  '/states/%3Cscript%3E',
  '/states/CHN?asOf=%3Cscript%3E',
];

describe.each(['/en', '/zh', '/fr'])('in %s', (prefix) => {
  test.each(pages)('the page %s holds no script but its own', async (path) => {
    const { text } = await show(`${prefix}${path}`);
    expect(text).toContain('<h1');
    expect(text.replaceAll(/<script src="\/assets\/[\w-]+\/page.js" defer>/g, '')).not.toMatch(
      /<script(?! type="application)/,
    );
    expect(text).not.toContain('alert("x")');
  });
});

test.each([
  '/data/participations.csv',
  '/data/acts.csv',
  '/data/instruments.csv',
  '/data/participants.csv',
  '/data/sources.csv',
  '/states/CHN.csv',
  '/states/CHN/instruments/ilo-c029.csv',
  '/instruments/ilo-c029.csv',
])('the file %s has no cell that a spreadsheet would run, and loses none', async (path) => {
  const { text, headers } = await show(path, { accept: '*/*' });
  expect(headers['content-type']).toContain('text/csv');
  expect(text.startsWith('\ufeff')).toBe(true);
  const rows = parse(text, { bom: true }) as string[][];
  expect(rows.length).toBeGreaterThan(1);
  for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  expect(rows.flat().join()).toMatch(/HYPERLINK|alert/);
});

test('the feeds carry names as text', async () => {
  const atom = await show('/changes.atom', { accept: '*/*' });
  expect(atom.text).not.toContain('<script');
  expect(atom.text).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd]*$/);
  expect(atom.text).toContain('<id>tag:treaty-ratification-tracker.invalid,2026:change:1</id>');
  const json = JSON.parse((await show('/changes.json', { accept: '*/*' })).text);
  expect(json.items.length).toBeGreaterThan(3);
});

test('the calendar escapes names, folds by bytes, and ends an event the day after', async () => {
  const { text } = await show('/zh/calendar.ics?state=CHN', { accept: '*/*' });
  const lines = text.split('\r\n');
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(lines).toContain('DTSTART;VALUE=DATE:20220812');
  expect(lines).toContain('DTEND;VALUE=DATE:20220813');
  expect(lines).toContain('DTSTART;VALUE=DATE:20230812');
});

const lying = {
  host: 'evil.example',
  forwarded: 'host=evil.example;proto=gopher',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'gopher',
  'x-original-url': '/evil.example',
};

test.each([
  '/',
  '/en',
  '/changes.atom',
  '/changes.json',
  '/calendar.ics',
  '/sitemap.xml',
  '/data/datapackage.json',
  '/robots.txt',
])('no header that names a host or a scheme is found in %s', async (path) => {
  const { status, text, headers } = await show(path, { accept: '*/*', ...lying });
  expect(status).toBe(200);
  expect(text + JSON.stringify(headers)).not.toMatch(/evil|gopher/);
});
