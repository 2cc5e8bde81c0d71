import { expect, test } from 'vitest';
import { conventionPage } from '../../support/depositary/other-documents.ts';
import { someRows, statusPage } from '../../support/depositary/status-page.ts';
import { read } from './reading.ts';

const page = statusPage();

test.each<[string, string | Uint8Array, RegExp]>([
  ['nothing', '', /^It is empty\.$/],
  ['blanks', ' \n\t', /^It has not the parts of any depositary’s document that is read\.$/],
  [
    'a page not found',
    '<html><head><title>Page not found</title></head><body>Sorry</body></html>',
    /“Page not found”/,
  ],
  [
    'a maintenance page',
    '<!DOCTYPE html><html><title>Maintenance</title><p>Back soon</p></html>',
    /“Maintenance”/,
  ],
  ['a page in capitals', '<HTML><HEAD><TITLE>Not found</TITLE></HEAD></HTML>', /“Not found”/],
  ['half a page', page.slice(0, page.length / 2), /breaks off/],
  ['a page without its list', page.replace(/<table id="[^"]*tblgrid[\s\S]*?<\/table>/, ''), /no list/],
  ['a page without its counts', page.replace(/Signatories :[\s\S]*?<\/div>/, '</div>'), /prints no count/],
  [
    'a dropped row',
    statusPage({ rows: someRows.slice(1), status: 'Signatories : 3. Parties : 4' }),
    /4 parties, and its dates give 3/,
  ],
  [
    'a dropped column',
    statusPage({ rows: someRows.map((row) => ({ ...row, cells: row.cells.slice(0, 1) })) }),
    /1 cells under 2 columns/,
  ],
  ['lost brackets', page.replaceAll(/[[\]]/g, ''), /prints 4 parties, and its dates give 5/],
  ['a stamp without a day', statusPage({ stamp: 'STATUS AS AT : 31-02-2026' }), /bears no day/],
  ['no stamp', statusPage({ stamp: '' }), /no stamp/],
  ['the French page', statusPage({ stamp: 'ÉTAT EN DATE DU : 03-02-2026 10:16:18 EDT' }), /French/],
  [
    'two treaties at once',
    page.replace('mtdsg_no=IV-5', 'mtdsg_no=IV-4'),
    /that it is IV-4, and that it is IV-5/,
  ],
  ['names in another charset', Buffer.from(page, 'latin1'), /not in UTF-8/],
  ['names decoded wrongly', page.replaceAll('Türkiye', 'TÃ¼rkiye'), /garbled, such as “TÃ¼rkiye”/],
  ['names with letters lost', page.replaceAll('Türkiye', 'T?rkiye'), /garbled/],
  [
    'names for a script to fill in',
    page.replace(/<td>[^<]*<br>/g, '<td>{{name}}<br>'),
    /names are not known|two rows/,
  ],
  ['rows without names', page.replace('<td>Niger<br></td>', '<td></td>'), /rows without a participant/],
  [
    'one participant twice',
    statusPage({ rows: [...someRows, ...someRows.slice(0, 1)] }),
    /“Albania” has two rows/,
  ],
  [
    'a date of no calendar',
    page.replace('7 Mar\t 1986', '31 Feb\t 1986'),
    /“31 Feb 1986 a” was not understood/,
  ],
  ['words where a date belongs', page.replace('26 Mar\t 1992 a', 'pending'), /“pending” was not understood/],
  ['an act of tomorrow', page.replace('26 Mar\t 1992 a', '26 Mar\t 2027 a'), /dated after the day/],
  ['a convention page cut off', conventionPage({ end: '' }), /breaks off/],
  [
    'a convention page that lost a row',
    conventionPage({ count: '9 ratifications' }),
    /9 parties, and its dates give/,
  ],
])('%s is not whole, and why is said', (_, document, reason) => {
  const reading = read(document);
  expect(reading.whole).toBe(false);
  expect(reading.reasons.join('\n')).toMatch(reason);
});

test('another treaty than was asked for, an older day and fewer rows than last time are not whole', () => {
  expect(read(page, { reference: 'IV-4' }).reasons).toContain('It is about IV-5, not IV-4.');
  const previous = { rows: 7, statusAsAt: '2026-03-01' };
  const { whole, reasons } = read(page, { previous });
  expect(whole).toBe(false);
  expect(reasons).toEqual([
    'It has 6 rows, the last reading had 7.',
    'It speaks for 2026-02-03, the last reading for 2026-03-01.',
  ]);
  expect(read(page, { previous: { rows: 6, statusAsAt: '2026-02-03' } }).whole).toBe(true);
});

const start = page.slice(0, page.indexOf('<tr class="trBWhite">'));
const endless = (row: (at: number) => string) =>
  `${start}${Array.from({ length: 40_000 }, (_, at) => row(at)).join('')}</table></html>`;
const much = (text: string) => start + text.repeat(Math.floor(4_000_000 / text.length));

test.each([
  ['elements within each other', much('<b>')],
  ['rows', much('<tr><td>x<td>1 Jan 2000 a')],
  ['participants', endless((at) => `<tr><td>Nowhere ${at}<td>1 Jan 2000 a`)],
  [
    'columns',
    `${start.slice(0, start.indexOf('<tr class="thead-one">'))}<tr>${'<td>Signature'.repeat(51)}</table></html>`,
  ],
  [
    'participants, as a file',
    `<Document><Treaty><Participants><Thead><Row><Entry>Participant</Entry></Row></Thead><Tbody>${'<Row><Entry>x</Entry></Row>'.repeat(2001)}</Tbody></Participants></Treaty></Document>`,
  ],
  ['closing tags', much('</x>')],
  ['comments', much('<!--')],
  ['attributes', `${start}<a ${'x '.repeat(1_000_000)}`],
  ['references', much('&amp;')],
  ['blanks', `${start}<tr><td>${' '.repeat(4_000_000)}`],
  ['brackets', `${start}<tr><td>${'['.repeat(4_000_000)}`],
  ['headings', `${start}<td>${'Signature(a), '.repeat(300_000)}`],
  ['quotes', `Country,X_C087\n${',"'.repeat(2_000_000)}`],
  ['bytes', '\0'.repeat(21 * 1024 * 1024)],
])('a page of endless %s is given up early, with its reason', (_, document) => {
  const { whole, reasons } = read(document);
  expect(whole).toBe(false);
  expect(reasons.join()).toMatch(
    /more .* than any known document|larger than 20 MB|longer than any known matrix/,
  );
});

test('what a page says reaches nobody with controls or turned around', () => {
  const name = 'Rur\u202eitania\u001b[31m';
  const { reasons, rows } = read(page.replace('Niger', name));
  expect(rows.map(({ participant }) => participant)).toContain('Ruritania[31m');
  expect(reasons.join()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});
