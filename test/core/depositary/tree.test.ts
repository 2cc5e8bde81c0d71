import { describe, expect, test } from 'vitest';
import { lineOf, linesOf, quoted, textOf } from '../../../functions/core/depositary/text.ts';
import { all, cellsOf, first, nearest, parseTree } from '../../../functions/core/depositary/tree.ts';

const html = (text: string) => parseTree(text, { xml: false });

describe('what no depositary publishes is given up, at its limit and not before', () => {
  test.each([
    ['tags', (count: number) => '< '.repeat(count), 200_000],
    ['references to characters', (count: number) => '&'.repeat(count), 400_000],
    ['elements within each other', (count: number) => '<b>'.repeat(count), 200],
    ['parts beside each other', (count: number) => '<b></b>'.repeat(count), 20_000],
    ['attributes to a tag', (count: number) => `<a ${'x '.repeat(count)}>`, 100],
    ['letters in one place', (count: number) => 'x'.repeat(count), 500_000],
  ])('%s', (what, of, limit) => {
    expect(html(of(limit)).cut).toBeNull();
    expect(html(of(limit + 1)).cut).toBe(`It has more ${what} than any known document.`);
  });

  test('letters that come in pieces', () => {
    const piece = `&amp;${'x'.repeat(4999)}`;
    expect(html(piece.repeat(100)).cut).toBeNull();
    expect(html(`${piece.repeat(100)}x`).cut).toBe(
      'It has more letters in one place than any known document.',
    );
  });

  test('attributes of one tag are no other’s', () =>
    expect(html(`<a ${'x '.repeat(60)}>`.repeat(3)).cut).toBeNull());
});

describe('a tree', () => {
  const { root, ids } = html(
    '<table id="ctl00_ctl00_ContentPlaceHolder1_list"><tr><td>1<td>2 &amp; 3<tr><th>4<table><tr><td>5</table></table><p id="list">6',
  );
  const table = ids.get('list');

  test('is found in by the last part of an id, the first of its name', () =>
    expect(table?.name).toBe('table'));

  test('has its own rows, and all', () => {
    expect(nearest(root, 'tr').map((row) => lineOf(row))).toEqual(['12 & 3', '4 5']);
    expect(
      nearest(root, 'tr')
        .map(cellsOf)
        .map((cells) => cells.map(({ name }) => name)),
    ).toEqual([['td', 'td'], ['th']]);
    expect(all(root, 'tr')).toHaveLength(3);
    expect(all(root, 'td').map((cell) => lineOf(cell))).toEqual(['1', '2 & 3', '5']);
  });

  test('is looked through no further than asked', () => {
    const { root: tree } = parseTree('<a><b><c>1</c></b><c>2</c></a>', { xml: true });
    expect(nearest(tree, 'c').map((one) => lineOf(one))).toEqual(['1', '2']);
    expect(nearest(tree, 'c', 'b').map((one) => lineOf(one))).toEqual(['2']);
    expect(lineOf(first(tree, ({ name }) => name === 'c'))).toBe('1');
    expect(first(tree, ({ name }) => name === 'd')).toBeUndefined();
  });
});

describe('text', () => {
  const { root } = html('<div>13<sup>th</sup> of <i>May</i><br>then<p>more</p></div>');

  test('breaks where the page does, and only there', () => {
    expect(linesOf(textOf(root))).toBe('13th of May\nthen\nmore');
    expect(lineOf(root, ({ name }) => name === 'sup')).toBe('13 of May then more');
    expect(lineOf(undefined)).toBe('');
  });

  test('is quoted whole up to 80 letters, and else with a mark that more follows', () => {
    expect(quoted('x'.repeat(80))).toBe(`“${'x'.repeat(80)}”`);
    expect(quoted('x'.repeat(81))).toBe(`“${'x'.repeat(79)}…”`);
    expect(quoted(' a\n\u202eb ')).toBe('“a b”');
  });
});
