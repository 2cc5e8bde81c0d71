import { expect, test } from 'vitest';
import {
  conventionPage,
  matrixPage,
  someRatifications,
  statusFile,
} from '../../support/depositary/other-documents.ts';
import { someRows } from '../../support/depositary/status-page.ts';
import { datesOf, read } from './reading.ts';

test('a status file is read like the page, although no strict parser reads it', () => {
  const reading = read(statusFile());
  expect(reading).toMatchObject({
    document: 'untc-file',
    reference: 'IV-5',
    statusAsAt: null,
    whole: true,
    counts: { signatories: 3, parties: 4 },
    notes: [{ index: '1', text: 'Jamaica withdrew.' }],
    statements: [{ who: 'Chile', kind: 'declaration', on: null, text: 'Declaration:\nIt is & remains so' }],
  });
  expect(reading.rows.map(({ code }) => code)).toEqual(['ALB', 'CHL', 'CIV', 'JAM', 'NER', 'TUR']);
  expect(datesOf(reading, 'Jamaica')).toEqual(['signature 1966-12-19', '[ratification 1975-10-03]']);
  expect(reading.rows.find(({ code }) => code === 'JAM')?.notes).toEqual(['1']);
});

test('a file speaks for the day that it is said to', () => {
  expect(read(statusFile(), { statusAsAt: '2018-01-15' }).statusAsAt).toBe('2018-01-15');
});

test.each([
  [{ chapter: 'IV', number: '9', sub: 'b' }, 'IV-9-b'],
  [{ chapter: 'III', number: '2', sub: '7a' }, 'III-2-7a'],
  [{ chapter: 'XXVIII', number: '1' }, 'XXVIII-1'],
])('%o is %s', (file, reference) => expect(read(statusFile(file)).reference).toBe(reference));

test.each([
  [{ rows: [] }, /no list of participants/],
  [{ counts: { signatories: 4, parties: 4 } }, /4 signatories, and its dates give 3/],
  [{ counts: {} }, /prints no count/],
  [{ end: '' }, /breaks off/],
  [
    { columns: ['Signature', 'Definitive signature or acceptance of the Protocol, Accession(a)'] },
    /does not say which act/,
  ],
])('a file that does not add up says so', (file, reason) => {
  const { whole, reasons } = read(statusFile({ rows: someRows, ...file }));
  expect(whole).toBe(false);
  expect(reasons.join()).toMatch(reason);
});

test.each(['firstCol', 'horizontalLine'] as const)(
  'a convention of the ILO is read in the layout %s',
  (layout) => {
    const reading = read(conventionPage({ layout }), { statusAsAt: '2026-11-20' });
    expect(reading).toMatchObject({ reference: 'C029', whole: true, reasons: [], statusAsAt: '2026-11-20' });
    expect(reading.rows.map(({ code }) => code)).toEqual(['ALB', 'CHN', 'MYS', 'TZA']);
    expect(datesOf(reading, 'China')).toEqual(['ratification 2022-08-12']);
    expect(datesOf(reading, 'Malaysia')).toEqual(['[ratification 1958-10-13]']);
    expect(reading.notes[0]?.text).toContain('10 Jan 1990');
  },
);

test.each(['Suspended', 'Abrogated', 'Provisional application', 'Applicable with modifications', ''])(
  'the status “%s” of the ILO is left to a person',
  (status) => {
    const rows = [...someRatifications, { country: 'Chile', on: '31 May 1933', status }];
    const { whole, reasons } = read(conventionPage({ rows, count: '' }));
    expect(whole).toBe(false);
    expect(reasons.join()).toContain(`The status “${status}” of “Chile” was not understood`);
  },
);

test('a row that lacks its status is missed, and not left out', () => {
  const page = conventionPage({ count: '' }).replace(
    '<td>30 Jan 1962</td><td>In Force</td><td></td>',
    '<td>30 Jan 1962</td>',
  );
  const { whole, reasons } = read(page);
  expect(whole).toBe(false);
  expect(reasons.join()).toContain('Tanzania');
});

test('the matrix gives years, for each of its instruments', () => {
  const page = matrixPage([
    { country: 'China', years: ['2022', '', ''] },
    { country: 'Malaysia', years: ['1957', '', '2022'] },
    { country: 'Singapore', years: ['1965', '', ''] },
    { country: 'Chile', years: ['1958den.:1990', '1999', '2021'] },
  ]);
  const reading = read(page);
  expect(reading).toMatchObject({
    reference: '10011',
    statusAsAt: '2026-07-10',
    whole: true,
    columns: ['C029', 'C087', 'P029'],
  });
  expect(datesOf(reading, 'China')).toEqual(['ratification 2022']);
  expect(datesOf(reading, 'Chile')).toEqual([
    '[ratification 1958]',
    'ratification 1999',
    'ratification 2021',
  ]);
});

test('the matrix as a file gives its day in a column, and is not whole where a row lacks cells', () => {
  const lines = [
    'Country,Forced_labour_C029,Freedom_C087,BUSINESS_DATE',
    'China,2022,,04-06-2026',
    '"Tanzania, United Republic of",1962,2000,04-06-2026',
  ];
  const whole = read(lines.join('\r\n'));
  expect(whole).toMatchObject({
    document: 'normlex-matrix-csv',
    statusAsAt: '2026-06-04',
    whole: true,
    columns: ['C029', 'C087'],
  });
  expect(datesOf(whole, 'Tanzania, United Republic of')).toEqual(['ratification 1962', 'ratification 2000']);
  expect(read([...lines, 'Chile,19'].join('\n'))).toMatchObject({ whole: false });
  expect(read([...lines, 'Chile,1933,1999,05-06-2026'].join('\n')).reasons).toContain(
    'Its rows speak for different days.',
  );
});

test.each([
  ['Not in force', 'The Convention will enter into force for Chile on 12 Aug 2027.', false],
  ['Will enter into force on 12 Aug 2027', '', false],
  ['Not in force', 'Automatic Denunciation on 31 May 1990 by convention C138', true],
  ['Denounced', 'Denounced on 31 May 1990', true],
  ['Not in force', 'Convention not yet in force', false],
  ['Convention not yet in force', '', false],
  ['Not in force', 'Denounced on 31 May 1990, the Convention is not in force for it', true],
  ['In Force', 'Minimum age specified: 15 years', false],
])('of the ILO “%s” with “%s” is withdrawn: %s', (status, note, withdrawn) => {
  const rows = [...someRatifications, { country: 'Chile', on: '31 May 1933', status, note }];
  const reading = read(conventionPage({ rows, count: '' }));
  expect(reading).toMatchObject({ whole: true, reasons: [] });
  expect(reading.rows.at(-1)?.cells).toEqual([
    { kind: 'ratification', on: '1933-05-31', withdrawn, column: 0 },
  ]);
});

test.each([
  [conventionPage({ title: 'C190 - Violence and Harassment Convention, 2019 (No. 190)' }), 'C190'],
  [conventionPage({ title: 'P029 - Protocol of 2014 to the Forced Labour Convention, 1930' }), 'P029'],
  [conventionPage({ title: 'MLC, 2006 - Maritime Labour Convention, 2006 (MLC, 2006)' }), 'MLC'],
])('a page of a convention is about the one in its heading', (page, reference) =>
  expect(read(page.replace('<body>', '<body><p>Latest: C191 - Another Convention, 2023</p>')).reference).toBe(
    reference,
  ),
);

test.each([
  [
    'a day that is none',
    { rows: [...someRatifications, { country: 'Chile', on: 'pending' }] },
    /“pending” was not/,
  ],
  [
    'French',
    {
      title: 'C029 - Convention sur le travail, 1930',
      rows: [{ country: 'Chine', on: '12 août 2022', status: 'En vigueur' }],
    },
    /French page/,
  ],
  [
    'Spanish',
    {
      title: 'C029 - Convenio sobre el trabajo, 1930',
      rows: [{ country: 'China', on: '12 ago. 2022', status: 'En vigor' }],
    },
    /Spanish page/,
  ],
])('a page of a convention in %s is not whole, and says so', (_, page, reason) => {
  const { whole, reasons } = read(conventionPage({ count: '', ...page }));
  expect(whole).toBe(false);
  expect(reasons.join()).toMatch(reason);
});

test('remarks between the rows of the matrix, and cells that say nothing, are no acts', () => {
  const page = matrixPage([{ country: 'China', years: ['2022', '', ''] }])
    .replace(
      '</table>',
      '<tr class="note"><td colspan="4">Updated in 2026</td></tr><tr><td colspan="4">C087 is open</td></tr></table>',
    )
    .replace('<td></td>', '<td><span class="noValue">No</span></td>')
    .replace(
      '<span class="show_year">2022</span>',
      '<span class="show_year">2022</span> <span>den.: 10 Jan 2024</span>',
    );
  const reading = read(page);
  expect(reading).toMatchObject({ whole: true, reasons: [], statusAsAt: '2026-07-10' });
  expect(reading.rows.map(({ participant }) => participant)).toEqual(['China']);
  expect(datesOf(reading, 'China')).toEqual(['[ratification 2022]']);
});

const matrixLines = [
  'Region,Country,X_C029,X_P029,DATE',
  'Asia,China,2022,,04-06-2026',
  "Africa,Côte d'Ivoire,1960,2019,04-06-2026",
];
test.each<[string, string | Uint8Array]>([
  ['semicolons', matrixLines.join('\n').replaceAll(',', ';')],
  ['tabs', matrixLines.join('\n').replaceAll(',', '\t')],
  ['a byte order mark', `\ufeff${matrixLines.join('\r\n')}`],
  [
    'UTF-16, as a spreadsheet saves it',
    Buffer.from(`\ufeff${matrixLines.join('\r\n').replaceAll(',', '\t')}`, 'utf16le'),
  ],
  ['windows-1252, as a spreadsheet saves it', Buffer.from(matrixLines.join('\r\n'), 'latin1')],
  ['years with decimals', matrixLines.join('\n').replace(/(\d{4}),/g, '$1.0,')],
  ['days in the international form', matrixLines.join('\n').replaceAll('04-06-2026', '2026-06-04')],
])('the matrix as a file with %s is the same', (_, file) => {
  const reading = read(file);
  expect(reading).toMatchObject({
    whole: true,
    reasons: [],
    statusAsAt: '2026-06-04',
    columns: ['C029', 'P029'],
  });
  expect(reading.rows.map(({ code }) => code)).toEqual(['CHN', 'CIV']);
  expect(datesOf(reading, "Côte d'Ivoire")).toEqual(['ratification 1960', 'ratification 2019']);
});
