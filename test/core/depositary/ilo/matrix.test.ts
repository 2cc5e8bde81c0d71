import { describe, expect, test } from 'vitest';
import { matrixPage } from '../../../support/depositary/other-documents.ts';
import { datesOf, read } from '../reading.ts';

const row = (country: string, ...years: string[]) => ({ country, years });
const cell = (html: string, country = 'Chile') =>
  read(matrixPage([row(country, '2001', '2002', '')]).replace('<td></td>', `<td>${html}</td>`));

describe('a cell of the matrix', () => {
  test.each<[string, string[]]>([
    ['', []],
    ['–', []],
    ['1958', ['ratification 1958']],
    ['1958.0', ['ratification 1958']],
    ['1958den.:1990', ['[ratification 1958]']],
    ['1958 (den. 1 Jan 1990)', ['[ratification 1958]']],
    ['<span class="big show_year">1958</span>', ['ratification 1958']],
    ['<span class="show_year">1958</span> of 7', ['ratification 1958']],
    ['<span class="show_year">1958</span> <b>den.: 10 Jan 1990</b>', ['[ratification 1958]']],
    ['<span class="show_year">1958den.:1990</span> <b>den.: 10 Jan 1990</b>', ['[ratification 1958]']],
    ['<span class="noValue">never</span>', []],
  ])('%s', (html, expected) => {
    const reading = cell(html);
    expect(reading).toMatchObject({ whole: true, reasons: [] });
    expect(datesOf(reading, 'Chile').slice(2)).toEqual(expected);
  });

  test.each(['pending', '<span class="noValues">never</span>', '1799', '2200', '1958 ratified 1990'])(
    'that is not understood is said: %s',
    (html) => {
      const reading = cell(html);
      expect(reading.whole).toBe(false);
      expect(reading.reasons).toEqual([
        expect.stringMatching(/^In the row of “Chile” “[^”]+” was not understood\.$/),
      ]);
      expect(datesOf(reading, 'Chile')).toHaveLength(2);
    },
  );
});

describe('the matrix', () => {
  const page = matrixPage([row('Chile', '1958', '', '')]);

  test('has rows of as many cells as columns, whose participants point to no statements', () => {
    const { whole, reasons, rows } = read(matrixPage([row('Chile', '1958', '1999')]));
    expect({ whole, reasons }).toEqual({
      whole: false,
      reasons: ['The row of “Chile” has 2 cells under 3 columns.'],
    });
    expect(rows[0]).toMatchObject({ declares: false, notes: [] });
  });

  test('is the table that is called so, whatever stands before it', () => {
    const before = (html: string) => read(page.replace('<body>', `<body>${html}`));
    for (const html of [
      '<div class="grid">Chile</div>',
      '<table class="gridlike"><tr><th>C001</th></tr><tr><td>Niger</td></tr></table>',
      '<table><tr><td>as at 01-01-2001</td></tr></table>',
      '<script>var updated = "as at 01-01-2001";</script>',
      '<style>/* as at 01-01-2001 */</style>',
    ])
      expect(before(html)).toMatchObject({
        statusAsAt: '2026-07-10',
        columns: ['C029', 'C087', 'P029'],
        whole: true,
      });
  });

  test('may have remarks between its rows, over several columns or called notes', () => {
    const remark = (html: string) => read(page.replace('</table>', `${html}</table>`));
    for (const html of [
      '<tr class="note"><td>Chile</td><td>1</td></tr>',
      '<tr><td colspan="4">C087 is open</td></tr>',
      '<tr><td colspan="2">x</td></tr>',
    ])
      expect(remark(html)).toMatchObject({ whole: true, rows: [{ code: 'CHL' }] });
    for (const html of [
      '<tr><td>Niger</td></tr>',
      '<tr><td colspan="1">Niger</td></tr>',
      '<tr class="notes"><td>Niger</td></tr>',
    ])
      expect(remark(html).reasons).toEqual(['The row of “Niger” has 0 cells under 3 columns.']);
    expect(remark('<tr><td colspan="2">Niger</td><td>1</td><td>2</td></tr>').rows).toHaveLength(2);
    expect(remark('<tr></tr>').rows).toHaveLength(1);
  });

  test('keeps the whole name of a country, whatever is marked within it', () =>
    expect(
      read(page.replace('<td>Chile</td>', '<td>Côte <span class="show_year">d’Ivoire</span></td>')).rows[0],
    ).toMatchObject({ participant: 'Côte d’Ivoire' }));

  test('whose columns name nothing says so', () =>
    expect(
      read(page.replace(/<th><a href="#">[^<]*<\/a>/g, '<th>x').replace('<p>', '<p>C029, ')).reasons,
    ).toContain('Its columns name no instrument.'));

  test('without a day of its own speaks for none', () =>
    expect(read(page.replace('as at 10-07-2026', '')).statusAsAt).toBeNull());

  test('may have headings in cells like any other, and no root', () => {
    expect(
      read(page.replaceAll('<th', '<td').replaceAll('</th', '</td').replace('<td rowspan', '<th rowspan')),
    ).toMatchObject({
      columns: ['C029', 'C087', 'P029'],
    });
    const heading = /<tr><th><\/th>.*?<\/tr>/;
    const [found = ''] = heading.exec(page) ?? [];
    expect(read(page.replace(heading, found.replaceAll('th>', 'td>')))).toMatchObject({
      rows: [{ code: 'CHL' }],
      reasons: [],
    });
    expect(read(page.replace('<html>', ''))).toMatchObject({ whole: true, reasons: [] });
  });

  test('in French is not read', () =>
    expect(read(page.replace('<html>', '<html lang="FR-fr">')).reasons).toEqual([
      'It is the French page: only the English one is read.',
    ]));

  test('a page with such a table of nothing that the ILO numbers is no matrix', () =>
    expect(read(page.replaceAll(/[CP]\d{3}/g, 'x'))).toMatchObject({ document: 'unknown', whole: false }));
});

describe('the matrix as a file', () => {
  const lines = (...rows: string[]) => read(['Country,X_C029,X_C087', ...rows].join('\n'));

  test('may have blanks, blank lines, and cells beyond its columns', () =>
    expect(read('Country , X_C029\n\n Chile , 1958 ,\n')).toMatchObject({
      whole: true,
      rows: [{ participant: 'Chile', cells: [{ on: '1958' }] }],
    }));

  test('may end in rows of empty cells', () =>
    expect(read('Country,X_C029\nChile,1958\n,\n"",""\n')).toMatchObject({
      whole: true,
      rows: [{ code: 'CHL' }],
    }));

  test('may have blanks around what is quoted', () =>
    expect(read('Country,X_C029\n "Tanzania, United Republic of" , 1962\n').rows).toMatchObject([
      { code: 'TZA' },
    ]));

  test('has a heading of up to 20,000 letters', () => {
    const heading = (letters: number) => `Country,X_C029,${'x'.repeat(letters - 15)}`;
    expect(read(`${heading(20_000)}\nChile,1958,\n`).document).toBe('normlex-matrix-csv');
    expect(read(`${heading(20_001)}\nChile,1958,\n`).document).toBe('unknown');
  });

  test('may begin with the column of its day', () =>
    expect(read('Date,Country,X_C029\n04-06-2026,Chile,1958\n')).toMatchObject({
      statusAsAt: '2026-06-04',
      whole: true,
    }));

  test('may bear no day', () =>
    expect(lines('Chile,1958,1999')).toMatchObject({ statusAsAt: null, whole: true, reasons: [] }));

  test('has its countries in the first column, where none is called so', () =>
    expect(read('Where,X_C029\nChile,1958\n').rows).toMatchObject([{ code: 'CHL' }]));

  test('says which rows it lacks cells in', () =>
    expect(lines('Chile,1958').reasons).toEqual(['The row of “Chile” has 1 cells under 2 columns.']));

  test('is not taken for one where no column names an instrument', () =>
    expect(read('Country,Year\nChile,1958\n')).toMatchObject({ document: 'unknown', whole: false }));

  test('that bears no day in any row speaks for none', () => {
    const { statusAsAt, reasons } = read('Country,X_C029,Date\nChile,1958,soon\n');
    expect({ statusAsAt, reasons }).toEqual({
      statusAsAt: null,
      reasons: ['Its rows speak for different days.'],
    });
  });
});
