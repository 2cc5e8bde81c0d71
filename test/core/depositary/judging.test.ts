import { describe, expect, test } from 'vitest';
import { type PageRow, someRows, statusPage } from '../../support/depositary/status-page.ts';
import { read } from './reading.ts';

const page = statusPage();
const named = (names: readonly string[]) =>
  statusPage({ rows: names.map((participant) => ({ participant, cells: ['', '1 Jan 2001 a'] })) });
const known =
  'Albania|Algeria|Andorra|Angola|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahrain|Bangladesh|Barbados|Belarus|Belgium|Belize|Benin|Bhutan|Botswana|Brazil|Bulgaria|Burundi|Cambodia|Cameroon|Canada|Chad|Chile|China|Colombia|Comoros|Costa Rica|Croatia|Cuba|Cyprus|Denmark|Djibouti|Dominica'.split(
    '|',
  );

describe('the instrument', () => {
  test('that was asked for is no fault, and one that the page does not name is', () => {
    expect(read(page, { reference: 'IV-5' })).toMatchObject({ whole: true, reasons: [] });
    const nameless = page
      .replaceAll('mtdsg_no=IV-5', '')
      .replace('CHAPTER IV', 'Chapter')
      .replace('5. Protocol', 'Protocol');
    for (const reference of [undefined, 'IV-5'])
      expect(read(nameless, { reference })).toMatchObject({
        reference: null,
        whole: false,
        reasons: ['It does not say which instrument it is about.'],
      });
  });
});

describe('counts', () => {
  test.each([
    ['Parties : 4', 'It prints no count of signatories, and its dates give 3.'],
    ['Signatories : 3', 'It prints no count of parties, and its dates give 4.'],
  ])('one alone does not show both lists to be complete: %s', (status, reason) =>
    expect(read(statusPage({ status }))).toMatchObject({ whole: false, reasons: [reason] }),
  );

  test.each([
    ['signatures', 'Parties : 1', ['', '1 Jan 2001 a']],
    ['consents', 'Signatories : 1', ['1 Jan 2001', '']],
  ])('one alone may be printed in a list without %s', (_, status, cells) =>
    expect(read(statusPage({ status, rows: [{ participant: 'Chile', cells }] }))).toMatchObject({
      whole: true,
      reasons: [],
    }),
  );

  test('each is compared with the dates', () =>
    expect(read(statusPage({ status: 'Signatories : 2. Parties : 5' })).reasons).toEqual([
      'It prints 2 signatories, and its dates give 3.',
      'It prints 5 parties, and its dates give 4.',
    ]));
});

describe('marks', () => {
  const signed = { participant: 'Chile', cells: ['1 Jan 2001', '1 Jan 2002'] };
  const unsigned = (count: number, date = '1 Jan 2001') =>
    known.slice(0, count).map((participant) => ({ participant, cells: ['', date] }));

  test.each([
    [3, true],
    [4, false],
  ])('%i ratifications without a signature: whole %s', (count, whole) =>
    expect(read(statusPage({ rows: [signed, ...unsigned(count)] })).whole).toBe(whole),
  );

  test('that are lost are named as such', () =>
    expect(read(statusPage({ rows: [signed, ...unsigned(5)] })).reasons).toEqual([
      '5 participants, such as “Albania”, have ratified without a signature: marks such as (a) may be lost.',
    ]));

  test.each<[string, PageRow[], string[] | undefined]>([
    ['marked dates', unsigned(9, '1 Jan 2001 a'), undefined],
    [
      'a signature that was withdrawn',
      unsigned(9).map((row) => ({ ...row, cells: ['[2 Jan 2000]', '1 Jan 2001'] })),
      undefined,
    ],
    ['a heading without accession', unsigned(9), ['Signature', 'Ratification, Acceptance(A)']],
  ])('nothing is missing with %s', (_, rows, columns) =>
    expect(read(statusPage({ rows: [signed, ...rows], ...(columns && { columns }) })).reasons).toEqual([]),
  );

  test('nothing is missing in a list that nobody signs', () =>
    expect(read(statusPage({ rows: unsigned(9) })).reasons).toEqual([]));
});

describe('names', () => {
  const strange = (count: number, rows: number) =>
    read(
      named([...known.slice(0, rows - count), ...Array.from({ length: count }, (_, at) => `Nowhere ${at}`)]),
    ).whole;

  test.each([
    [3, 4, true],
    [3, 25, true],
    [4, 40, true],
    [4, 39, false],
    [4, 4, false],
  ])('%i that nobody is known by, of %i: whole %s', (count, rows, whole) =>
    expect(strange(count, rows)).toBe(whole),
  );

  test('of organizations and territories are understood', () => {
    const reading = read(named(['Chile', 'African Union', 'Montserrat']));
    expect(reading).toMatchObject({ whole: true, reasons: [] });
    expect(reading.rows.map(({ code, outside }) => [code, outside])).toEqual([
      ['CHL', false],
      [null, true],
      ['MSR', true],
    ]);
  });

  test.each([
    [
      'an earlier and a later one, with one act',
      ['Turkey', 'Türkiye'],
      ['1 Jan 2001 a', '1 Jan 2001 a'],
      false,
    ],
    [
      'an earlier and a later one, with two acts',
      ['Turkey', 'Türkiye'],
      ['1 Jan 2001 a', '2 Jan 2001 a'],
      true,
    ],
    [
      'an earlier and a later one, the earlier without acts',
      ['Turkey', 'Türkiye'],
      ['', '2 Jan 2001 a'],
      true,
    ],
    ['two participants, with acts of one day', ['Chile', 'Niger'], ['1 Jan 2001 a', '1 Jan 2001 a'], true],
    ['two territories, with acts of one day', ['Macao', 'Macau'], ['1 Jan 2001 a', '1 Jan 2001 a'], true],
  ])('of %s: whole %4$s', (_, names, dates, whole) => {
    const rows = names.map((participant, at) => ({ participant, cells: ['', dates[at] ?? ''] }));
    const reading = read(statusPage({ rows }));
    expect(reading.whole).toBe(whole);
    expect(reading.reasons).toEqual(
      whole ? [] : ['“Turkey” and “Türkiye” are one participant, with one act in two rows.'],
    );
  });

  test('that are missing from several rows are one fault', () =>
    expect(read(named(['Chile', '', ''])).reasons.slice(0, 1)).toEqual([
      'It has rows without a participant.',
    ]));

  test('that are missing are not called the same participant', () =>
    expect(read(named(['Chile', '', ''])).reasons.join()).not.toMatch(/two rows/));
});

describe('days', () => {
  const lastActOn = (date: string) =>
    read(statusPage({ rows: [...someRows, { participant: 'Zambia', cells: ['', date] }] })).reasons;

  test('an act on the very day that the document speaks for is none of the future', () => {
    expect(lastActOn('3 Feb 2026 a')).toEqual([]);
    expect(lastActOn('4 Feb 2026 a')).toEqual([
      '“Zambia” has an act dated after the day that the document speaks for.',
    ]);
  });

  test('without a day of its own, a document is no older than the last', () => {
    const undated = statusPage({ stamp: '' });
    const previous = { rows: 6, statusAsAt: '2026-03-01' };
    expect(read(undated, { previous }).reasons).toEqual(['It has no stamp of a day.']);
    expect(read(undated, { statusAsAt: '2026-02-28', previous }).reasons).toContain(
      'It speaks for 2026-02-28, the last reading for 2026-03-01.',
    );
  });
});

test('of more than 20 reasons the first 20 are told, and how many there are', () => {
  const wrong = (count: number) =>
    read(
      statusPage({
        status: 'Parties : 40',
        rows: known.map((participant, at) => ({
          participant,
          cells: ['', at < count ? `pending ${at}` : '1 Jan 2001 a'],
        })),
      }),
    ).reasons;
  expect(wrong(18)).toHaveLength(19);
  expect(wrong(19)).toHaveLength(20);
  expect(wrong(19).join()).not.toMatch(/more of the kind/);
  expect(wrong(20)).toHaveLength(21);
  expect(wrong(22).at(-1)).toBe('And 3 more of the kind.');
});
