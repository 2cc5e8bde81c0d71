import { expect, test } from 'vitest';
import { isMatrix, partsOf } from '../../../functions/core/depositary/parts.ts';
import { matrixPage } from '../../support/depositary/other-documents.ts';
import { statusPage } from '../../support/depositary/status-page.ts';
import { datesOf, read } from './reading.ts';

const matrix = read(
  matrixPage([
    { country: 'China', years: ['2022', '', ''] },
    { country: 'Chile', years: ['1958den.:1990', '1999', '2021'] },
  ]),
);

test('a matrix is one reading of each instrument, with every participant', () => {
  expect(isMatrix(matrix)).toBe(true);
  const parts = partsOf(matrix);
  expect(parts.map(({ reference, columns }) => [reference, columns])).toEqual([
    ['C029', ['C029']],
    ['C087', ['C087']],
    ['P029', ['P029']],
  ]);
  expect(parts.map((part) => [datesOf(part, 'China'), datesOf(part, 'Chile')])).toEqual([
    [['ratification 2022'], ['[ratification 1958]']],
    [[], ['ratification 1999']],
    [[], ['ratification 2021']],
  ]);
  for (const { rows } of parts) {
    expect(rows.map(({ code }) => code)).toEqual(['CHN', 'CHL']);
    expect(rows.flatMap(({ cells }) => cells).every(({ column }) => column === 0)).toBe(true);
  }
});

test('a document of one instrument is itself', () => {
  const page = read(statusPage());
  expect(isMatrix(page)).toBe(false);
  expect(partsOf(page)).toEqual([page]);
});
