import { expect, test } from 'vitest';
import { first, parseTree } from '../../../functions/core/depositary/tree.ts';
import { isIndex, unraised } from '../../../functions/core/depositary/untc/raised.ts';
import { matrixPage } from '../../support/depositary/other-documents.ts';
import { read } from './reading.ts';

const long = 400_000;
const elementOf = (name: string, markup: string) => {
  const element = first(parseTree(markup, { xml: false }).root, (one) => one.name === name);
  if (!element) throw new Error(`no ${name}`);
  return element;
};

test('a cell of commas is read before the test ends', () => {
  expect(unraised(elementOf('p', `<p>${','.repeat(long)}x</p>`))).toHaveLength(long + 1);
  expect(unraised(elementOf('p', '<p>1 Jan 2000 <sup>2</sup>, , <sup>3</sup></p>'))).toBe('1 Jan 2000');
});

test('so is a link of brackets, which is no index of a note', () => {
  expect(isIndex(elementOf('a', `<a href="#3">${'('.repeat(long)}0 (0</a>`))).toBe(false);
  for (const index of ['3', '[12]', ' 7, ', '()'])
    expect(isIndex(elementOf('a', `<a href="#3">${index}</a>`))).toBe(true);
});

test('so is a cell of a matrix that begins to tell of a denunciation without end', () => {
  const years = '<span class="show_year">1958</span> ';
  const page = matrixPage([{ country: 'Chile', years: ['2001', '2002', ''] }]);
  const reading = read(page.replace('<td></td>', `<td>${years}${'den'.repeat(long / 3)}</td>`));
  expect(reading).toMatchObject({
    whole: true,
    rows: [{ cells: [{}, {}, { on: '1958', withdrawn: false }] }],
  });
});
