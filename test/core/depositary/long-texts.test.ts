import { expect, test } from 'vitest';
import { first, parseTree } from '../../../functions/core/depositary/tree.ts';
import {
  isIndex,
  linkedIndexes,
  raisedIndexes,
  unraised,
} from '../../../functions/core/depositary/untc/raised.ts';
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

test('a link is an index by where it leads and how short it is, a raised letter in any case', () => {
  const isOne = (name: string, markup: string) => isIndex(elementOf(name, markup));
  expect(isOne('a', '<a href="https://treaties.un.org/page.aspx#3">3</a>')).toBe(true);
  expect(isOne('sup', '<sup>3</sup>')).toBe(true);
  for (const no of ['href="#EndDec"', 'href="/page.aspx"', 'href="#statements"', 'name="3"'])
    expect(isOne('a', `<a ${no}>3</a>`), no).toBe(false);
  expect(isOne('a', '<a href="#3">Niger</a>')).toBe(false);
  expect(isOne('b', '<b href="#3">3</b>')).toBe(false);
  const cell = '<b>Niger<a href="#2"></a><a href="#3">3</a>, <a href="#EndDec">4</a></b>';
  expect(linkedIndexes(elementOf('b', cell))).toEqual(['3']);
});

test('raised letters may list indexes with commas too many', () =>
  expect(raisedIndexes(elementOf('p', '<p>Denmark<sup>5, ,7,</sup></p>'))).toEqual(['5', '7']));

test('so is a cell of a matrix that begins to tell of a denunciation without end', () => {
  const years = '<span class="show_year">1958</span> ';
  const page = matrixPage([{ country: 'Chile', years: ['2001', '2002', ''] }]);
  const reading = read(page.replace('<td></td>', `<td>${years}${'den'.repeat(long / 3)}</td>`));
  expect(reading).toMatchObject({
    whole: true,
    rows: [{ cells: [{}, {}, { on: '1958', withdrawn: false }] }],
  });
});
