import { parse } from 'csv-parse/sync';
import { DomUtils, parseDocument } from 'htmlparser2';
import { beforeAll, describe, expect, test } from 'vitest';
import { everyPage } from '../support/pages/every-page.ts';
import { formula, hostileRecord, script } from '../support/pages/hostile-record.ts';
import { pagesOf } from '../support/pages.ts';

let show: ReturnType<typeof pagesOf>;

const { findAll, textContent } = DomUtils;

beforeAll(async () => {
  show = pagesOf(await hostileRecord());
});

const pages = [
  ...everyPage('CHN'),
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
    for (const [, data = ''] of text.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs))
      expect(JSON.parse(data)).toMatchObject({ '@context': 'https://schema.org' });
    expect(text).not.toMatch(/<[^>]+ on[a-z]+=/);
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
  '/board.csv',
  '/states.csv',
  '/instruments.csv',
  '/compare.csv?states=CHN,FRA',
  '/sources.csv',
  '/sources/ohchr-2019-04-29.csv',
  '/changes.csv',
  '/calendar.csv',
  '/proposals.csv',
  '/watch.csv',
  '/search.csv?q=script',
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
  const { items } = JSON.parse((await show('/changes.json', { accept: '*/*' })).text);
  const atom = await show('/changes.atom', { accept: '*/*' });
  expect(atom.text).toContain('<feed xml:lang="en" xmlns="http://www.w3.org/2005/Atom">');
  expect(atom.text).not.toContain('<script');
  expect(atom.text).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd]*$/);
  expect(atom.text).toContain('<id>tag:treaty-ratification-tracker.invalid,2026:change:1</id>');
  const entries = findAll(
    ({ name }) => name === 'entry',
    parseDocument(atom.text, { xmlMode: true }).children,
  );
  expect(entries.length).toBe(items.length);
  const titles = entries.map((entry) => textContent(findAll(({ name }) => name === 'title', entry.children)));
  expect(titles.map(decoded)).toEqual(items.map(({ title }: { title: string }) => printable(title)));
  expect(titles.join()).toContain('HYPERLINK');
  const contents = items.map((item: { content_html: string }) => item.content_html);
  expect(contents.join()).toContain('&lt;script');
  for (const content of contents) expect(content).not.toMatch(/[<>]/);
  const summaries = entries.map((entry) =>
    textContent(findAll(({ name }) => name === 'summary', entry.children)),
  );
  expect(summaries).toEqual(contents);
});

/** The text without characters that no XML document can carry. */
const printable = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cn}\ufffd]/gu, '');

/** The plain text of an Atom text, which is HTML. */
const decoded = (text: string): string => textContent(parseDocument(text));

test('what a depositary names, and why a look failed, is shown as it was written', async () => {
  const [proposals, watch] = [await show('/proposals'), await show('/watch')];
  expect(decoded(proposals.text)).toContain('=HYPERLINK(1)');
  expect(printable(decoded(watch.text))).toContain(printable(`${formula}${script}`));
});

test('a calendar has no event that a text has forged', async () => {
  const { text } = await show('/calendar.ics', { accept: '*/*' });
  expect(text).not.toMatch(/^SUMMARY:forged/m);
  const begun = text.match(/^BEGIN:VEVENT\r$/gm)?.length;
  expect(begun).toBe(text.match(/^UID:/gm)?.length);
  expect(text.endsWith('\r\nEND:VCALENDAR\r\n')).toBe(true);
});

test.each([
  '/board.png',
  '/states/CHN.png',
  '/instruments/ilo-c029.png',
  '/states/CHN/instruments/ilo-c029.png',
])('the picture %s is drawn with such names', async (path) => {
  for (const prefix of ['', '/zh', '/fr'])
    expect((await show(`${prefix}${path}`, { accept: 'image/*' })).text.slice(1, 4)).toBe('PNG');
});

test('the calendar escapes names, folds by bytes, and ends an event the day after', async () => {
  const { text } = await show('/zh/calendar.ics?state=CHN', { accept: '*/*' });
  const lines = text.split('\r\n');
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(lines).toContain('DTSTART;VALUE=DATE:20220811');
  expect(lines).toContain('DTEND;VALUE=DATE:20220812');
  expect(lines).toContain('DTSTART;VALUE=DATE:20230811');
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
