import { describe, expect, test } from 'vitest';
import { conventionPage, someRatifications } from '../../../support/depositary/other-documents.ts';
import { datesOf, read } from '../reading.ts';

const page = conventionPage();
const changed = (from: string | RegExp, to: string) => {
  const other = page.replace(from, to);
  expect(other).not.toBe(page);
  return read(other);
};

test('a page of a convention says what it is, since when it is in force and how many take part', () =>
  expect(read(page)).toMatchObject({
    document: 'normlex-convention',
    reference: 'C029',
    heading: {
      title: 'Forced Labour Convention, 1930 (No. 29)',
      concluded: '',
      entryIntoForce: '01 May 1932',
      registration: '',
    },
    counts: { signatories: null, parties: 3 },
    whole: true,
    reasons: [],
  }));

test('of what it does not print there is nothing', () => {
  expect(changed(/<p>Date of entry into force[^<]*<\/p>/, '').heading.entryIntoForce).toBe('');
  const uncounted = changed('<p>3 ratifications</p>', '');
  expect(uncounted.counts).toEqual({ signatories: null, parties: null });
  expect(uncounted).toMatchObject({ whole: true, reasons: [] });
  expect(changed(/<h2>.*?<\/h2>/, '')).toMatchObject({ reference: null, heading: { title: '' } });
});

test.each(['script', 'style'])('what stands in a %s is no part of it', (name) =>
  expect(
    changed(
      '<body>',
      `<body><${name}>Ratifications of C191 - Another Convention, 2023 (No. 191); 9 ratifications; en vigueur</${name}>`,
    ),
  ).toMatchObject({ reference: 'C029', counts: { parties: 3 }, whole: true }),
);

describe('counts', () => {
  test('may or may not include who has left', () => {
    expect(changed('3 ratifications', '4 ratifications').reasons).toEqual([]);
    expect(changed('3 ratifications', '1 ratification').reasons).toEqual([
      'It prints 1 parties, and its dates give 4.',
    ]);
  });
});

describe('a row', () => {
  const one = (status: string, note = '', country = 'Chile') =>
    read(
      conventionPage({
        rows: [...someRatifications, { country, on: '31 May 1933', status, note }],
        count: '',
      }),
    );

  test('has a note where it says more than that the convention is in force', () => {
    const { rows, notes } = one('Denounced', 'on 31 May 1990');
    expect(rows.map((row) => row.notes)).toEqual([[], [], ['Malaysia'], [], ['Chile']]);
    expect(notes).toEqual([
      { index: 'Malaysia', text: 'Not in force Denounced on 10 Jan 1990' },
      { index: 'Chile', text: 'Denounced on 31 May 1990' },
    ]);
    expect(one('In force', 'Minimum age: 15').notes.at(-1)).toEqual({
      index: 'Chile',
      text: 'Minimum age: 15',
    });
    expect(rows.every(({ declares }) => !declares)).toBe(true);
  });

  test('has a note in the cell of its name too, and a name without a link', () => {
    const beside = changed('<a href="#">Albania</a>', '<a href="#">Albania</a> <i>(declaration)</i>');
    expect(beside.rows[0]).toMatchObject({ participant: 'Albania', notes: ['Albania'] });
    expect(beside.notes[0]).toEqual({ index: 'Albania', text: '(declaration)' });
    expect(datesOf(beside, 'Albania')).toEqual(['ratification 1957-06-25']);
    const unlinked = changed('<a href="#">Albania</a>', 'Albania');
    expect(unlinked.rows[0]).toMatchObject({ participant: 'Albania', notes: [] });
    expect(unlinked).toMatchObject({ whole: true, reasons: [] });
  });

  test('of headings or of other tables is none', () => {
    const others = [
      '<tr class="horizontalLine"><td>Country</td><td>Date</td><td>Status</td></tr>',
      '<tr class="other"><td>Chile</td><td>1 Jan 2001</td><td>In force</td></tr>',
      '<tr class="horizontalLine"><th>Country</th><th>x</th><th>Status</th></tr>',
    ];
    expect(changed('</table>', `${others.join('')}</table>`)).toEqual(read(page));
  });

  test('without a status is missed', () => {
    const short = '<tr class="horizontalLine"><td>Chile</td><td>1 Jan 2001</td></tr>';
    const { whole, reasons } = changed('</table>', `${short}</table>`);
    expect(whole).toBe(false);
    expect(reasons).toContain('The status “” of “Chile” was not understood.');
  });

  test('of three cells is one', () =>
    expect(
      datesOf(
        changed(
          '</table>',
          '<tr class="horizontalLine"><td>Chile</td><td>1 Jan 2001</td><td>In force</td></tr></table>',
        ),
        'Chile',
      ),
    ).toEqual(['ratification 2001-01-01']));

  test('without a date that is one has no act, and says so', () => {
    const { rows, reasons } = changed('25 Jun 1957', '31 Jun 1957');
    expect(rows[0]?.cells).toEqual([]);
    expect(reasons).toContain('In the row of “Albania” “31 Jun 1957” was not understood.');
  });

  test('of a status that nobody knows says which', () =>
    expect(one('Suspended').reasons).toEqual(['The status “Suspended” of “Chile” was not understood.']));
});

test.each([
  ['en', '', null],
  ['fr-FR', '', 'French'],
  ['ES', '', 'Spanish'],
  ['en', 'en vigueur', 'French'],
  ['en', 'En vigor', 'Spanish'],
  ['en', 'golden vigorous', null],
])('in the language %s, with the words “%s”, it is the page in %s', (language, words, of) =>
  expect(
    read(page.replace('<html>', `<html lang="${language}">`).replace('<body>', `<body><p>${words}</p>`))
      .reasons,
  ).toEqual(of ? [`It is the ${of} page: only the English one is read.`] : []),
);
