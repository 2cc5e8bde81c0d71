import { describe, expect, test } from 'vitest';
import { columnOf } from '../../../../functions/core/depositary/untc/columns.ts';
import { datesOf } from '../../../../functions/core/depositary/untc/dates.ts';
import { type Grid, understand } from '../../../../functions/core/depositary/untc/grid.ts';

const headed = (headings: string[], rows: string[][] = []): Grid => ({
  headings,
  rows: rows.map(([participant = '', ...cells]) => ({ participant, notes: [], declares: false, cells })),
});

describe('a heading', () => {
  test('may give one mark twice to one act, and not to two', () => {
    expect(columnOf('Ratification, Accession(a), Accession(a)').faults).toEqual([]);
    expect(columnOf('Ratification, Acceptance(A), Approval(A)').faults).toEqual([
      'The column “Ratification, Acceptance(A), Approval(A)” gives the mark (A) to two acts.',
    ]);
  });

  test('may have stray commas, and may be empty', () => {
    expect(columnOf(', Ratification').faults).toEqual([]);
    expect(columnOf('')).toMatchObject({ unmarked: null, binds: false, faults: [] });
  });

  test('is read up to 500 letters', () => {
    const long = `Ratification${' of it'.repeat(100)}`;
    expect(columnOf(long.slice(0, 500)).faults).toEqual([]);
    expect(columnOf(long.slice(0, 501))).toMatchObject({
      unmarked: 'ratification',
      faults: ['A column is headed by 501 characters.'],
    });
  });

  test('binds by any of its acts', () => {
    expect(columnOf('Signature').binds).toBe(false);
    expect(columnOf('Signature, Definitive signature(s)').binds).toBe(true);
    expect(columnOf('Provisional application(n)').binds).toBe(false);
  });

  test('with a definitive signature or another act does not say which', () => {
    expect(columnOf('Definitive signature or accession').unmarked).toBeNull();
    expect(columnOf('Participation by virtue of ratification, accession or succession').unmarked).toBe(
      'participation',
    );
    expect(columnOf('Definitive signature').unmarked).toBe('definitive-signature');
    expect(columnOf('Ratification by a State or organization').unmarked).toBe('ratification');
  });
});

describe('a cell', () => {
  const column = columnOf('Ratification, Accession(a)');
  const read = (text: string) => {
    const { cells, faults } = datesOf(text, column, 1, 'Chile');
    return { cells: cells.map(({ kind, on, withdrawn }) => [kind, on, withdrawn]), faults };
  };

  test('may have dates before, within and after brackets', () =>
    expect(read('1 Jan 2000 [2 Feb 2001 a] 3 Mar 2002 a')).toEqual({
      cells: [
        ['ratification', '2000-01-01', false],
        ['accession', '2001-02-02', true],
        ['accession', '2002-03-03', false],
      ],
      faults: [],
    }));

  test('may have signs beside its dates, and no words', () => {
    expect(read('1 Jan 2000 * -').faults).toEqual([]);
    expect(read('1 Jan 2000 é').faults).toEqual(['In the row of “Chile” “1 Jan 2000 é” was not understood.']);
    expect(read('1 Jan 2000 7').faults).toHaveLength(1);
  });

  test('is read up to 400 letters', () => {
    expect(read(`1 Jan 2000${'*'.repeat(390)}`)).toMatchObject({ faults: [] });
    expect(read(`1 Jan 2000${'*'.repeat(391)}`)).toMatchObject({
      cells: [['ratification', '2000-01-01', false]],
      faults: [expect.stringContaining('was not understood')],
    });
  });

  test('with a mark that its heading does not give is not understood', () =>
    expect(read('1 Jan 2000 d')).toEqual({
      cells: [[null, '2000-01-01', false]],
      faults: [
        'The column “Ratification, Accession(a)” does not say which act each of its dates stands for.',
      ],
    }));
});

describe('a list of participants', () => {
  test('begins with the participants', () => {
    expect(understand(headed(['Participant', 'Ratification'])).faults).toEqual([]);
    expect(understand(headed(['State', 'Ratification'])).faults).toEqual([
      'The list begins with a column “State” instead of the participants.',
    ]);
    expect(understand(headed([])).faults).toEqual([]);
  });

  test('has as many cells as columns', () => {
    expect(
      understand(headed(['Participant', 'Ratification'], [['Chile', '1 Jan 2000', 'x']])).faults,
    ).toEqual(['The row of “Chile” has 2 cells under 1 columns.']);
    expect(understand(headed(['Participant', 'Ratification'], [['Chile']])).faults).toHaveLength(1);
  });

  const counted = (columns: string[], ...rows: string[][]) =>
    understand(
      headed(
        ['Participant', ...columns],
        rows.map((cells) => ['Chile', ...cells]),
      ),
    ).counted;

  test.each<[string, string[], string[][], { signatories: number[]; parties: number[] }]>([
    [
      'dates of the last column that binds, and participants that are bound by any',
      ['Signature', 'Participation', 'Ratification, Accession(a)'],
      [
        ['1 Jan 2000', '2 Jan 2000', ''],
        ['1 Jan 2000', '2 Jan 2000', '3 Jan 2000'],
        ['', '', '3 Jan 2000 4 Jan 2000 a'],
        ['1 Jan 2000', '', '[3 Jan 2000]'],
      ],
      { signatories: [3], parties: [3, 3] },
    ],
    [
      'no act in the column that only begins to bind',
      ['Signature', 'Ratification, Provisional application(n)'],
      [
        ['', '3 Jan 2000 n'],
        ['', '3 Jan 2000'],
      ],
      { signatories: [0], parties: [1, 1] },
    ],
    [
      'signatures beside what binds in its column as no more than that',
      ['Signature, Definitive signature(s)', 'Ratification'],
      [
        ['1 Jan 2000', ''],
        ['1 Jan 2000 s', ''],
        ['1 Jan 2000', '3 Jan 2000'],
      ],
      { signatories: [2], parties: [1, 2] },
    ],
    [
      'a date whose act is not said, where its column binds',
      ['Signature', 'Ratification, Accession(a)'],
      [
        ['', '3 Jan 2000 d'],
        ['3 Jan 2000 d', ''],
      ],
      { signatories: [0], parties: [1, 1] },
    ],
    [
      'a column that binds, though it is the first',
      ['Ratification', 'Notification'],
      [
        ['1 Jan 2000', '2 Jan 2000'],
        ['', '2 Jan 2000'],
      ],
      { signatories: [0], parties: [1, 1] },
    ],
    [
      'every participant with a date that is no signature, where no column binds',
      ['Signature', 'Notification'],
      [
        ['1 Jan 2000', '2 Jan 2000'],
        ['1 Jan 2000', ''],
        ['1 Jan 2000', ''],
        ['', '2 Jan 2000'],
      ],
      { signatories: [3], parties: [0, 2] },
    ],
  ])('counts %s', (_, columns, rows, expected) => expect(counted(columns, ...rows)).toEqual(expected));
});
