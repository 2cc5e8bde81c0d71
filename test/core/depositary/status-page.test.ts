import { describe, expect, test } from 'vitest';
import { asSaved, someRows, statusPage } from '../../support/depositary/status-page.ts';
import { datesOf, read } from './reading.ts';

test('a status page is read whole: what it is, for which day, who did what', () => {
  const reading = read(statusPage());
  expect(reading).toMatchObject({
    document: 'untc-page',
    reference: 'IV-5',
    statusAsAt: '2026-02-03',
    whole: true,
    reasons: [],
    heading: { title: 'Protocol on the Reading of Lists', registration: '23 March 1976, No. 14668' },
    counts: { signatories: 3, parties: 4 },
    territories: [{ who: 'Portugal', on: '1993-04-27', territories: 'Macau' }],
  });
  expect(reading.rows.map(({ code }) => code)).toEqual(['ALB', 'CHL', 'CIV', 'JAM', 'NER', 'TUR']);
  expect(datesOf(reading, 'Chile')).toEqual(['signature 1969-09-16', 'ratification 1972-02-10']);
  expect(reading.rows.find(({ code }) => code === 'CHL')).toMatchObject({ notes: ['2'], declares: true });
  expect(reading.notes).toContainEqual({ index: '2', text: 'A note of Chile.' });
  expect(reading.statements).toEqual([
    { who: 'Chile', kind: 'declaration', on: null, text: 'Declaration:\n"It is understood so."' },
    { who: 'Denmark', kind: 'objection', on: '1999-08-06', text: '6 August 1999\nDeclaration:\nWe object.' },
  ]);
});

test('what stands in brackets is kept, and does not count', () => {
  expect(datesOf(read(statusPage()), 'Jamaica')).toEqual([
    'signature 1966-12-19',
    '[ratification 1975-10-03]',
  ]);
});

test('a page that a browser saved reads as the page that was served', () => {
  const { rows, whole } = read(asSaved(statusPage()));
  expect(whole).toBe(true);
  expect(rows).toEqual(read(statusPage()).rows);
});

test.each([
  ['IV', '9. b', 'IV-9-b'],
  ['XXVII', '7. d', 'XXVII-7-d'],
  ['XVIII', '10.', 'XVIII-10'],
  ['XXVI', '5.', 'XXVI-5'],
])('chapter %s and number %s make %s', (chapter, number, reference) => {
  expect(read(statusPage({ chapter, number }))).toMatchObject({ reference, whole: true });
});

describe('columns', () => {
  const one = (columns: string[], cells: string[]) =>
    read(statusPage({ columns, rows: [{ participant: 'Chile', cells }], status: 'Parties : 1' }));

  test.each([
    ['Signature, Succession to signature(d)', '1 Jan 2001 d', 'succession-to-signature'],
    ['Accession(a), Succession(d), Ratification', '1 Jan 2001 d', 'succession'],
    ['Approval(AA),Acceptance(A),Accession(a),Ratification', '1 Jan 2001 A', 'acceptance'],
    ['Ratification, Acceptance(A), Approval(AA)', '1 Jan 2001 AA', 'approval'],
    ['Approval (AA) , Acceptance (A), Accession (a), Ratification', '1 Jan 2001 a', 'accession'],
    ['Formal confirmation(c), Accession(a), Ratification', '1 Jan 2001 c', 'formal-confirmation'],
    ['Definitive signature(s), Ratification, Accession(a)', '1 Jan 2001 s', 'definitive-signature'],
    ['Succession(d), Consent to be bound(P)', '1 Jan 2001 P', 'consent-to-be-bound'],
    ['Ratification, Acceptance(A), Participation(P)', '1 Jan 2001 P', 'participation'],
    ['Simplified procedure(p), Formal confirmation(c), Ratification', '1 Jan 2001 p', 'simplified-procedure'],
    ['Provisional application(n)', '1 Jan 2001 n', 'provisional-application'],
    ['Provisional application under article 23(n)', '1 Jan 2001', 'provisional-application'],
    ['Confirmation of signature ad referendum(C)', '1 Jan 2001 C', 'confirmation-of-signature'],
    ['Signature, Signature ad referendum (s)', '1 Jan 2001 s', 'signature-ad-referendum'],
    ['Notification of non-provisional application under article 7 (1) (b)', '1 Jan 2001', 'notification'],
    ['Acceptance(A)', '1 Jan 2001 A', 'acceptance'],
  ])('%s: %s is %s', (heading, cell, kind) => {
    const { rows, columns } = one([heading, 'Ratification'], [cell, '2 Feb 2002']);
    expect(columns[0]).toBe(heading);
    expect(rows[0]?.cells[0]).toMatchObject({ kind, on: '2001-01-01', withdrawn: false });
  });

  test('marks are case-sensitive, and those of one column mean nothing in another', () => {
    const { whole, reasons } = one(
      ['Signature', 'Ratification, Accession(a)'],
      ['1 Jan 2001 a', '2 Feb 2002 A'],
    );
    expect(whole).toBe(false);
    expect(reasons.join()).toMatch(/“Ratification, Accession\(a\)” does not say which act/);
  });

  test('three and four columns are counted by those that bind', () => {
    const columns = ['Signature', 'Provisional application(n)', 'Ratification, Accession(a)'];
    const rows = [
      { participant: 'Chile', cells: ['1 Jan 2001', '[2 Feb 2002 n]', '3 Mar 2003'] },
      { participant: 'Niger', cells: ['', '2 Feb 2002 n', ''] },
    ];
    const reading = read(statusPage({ columns, rows, status: 'Signatories : 1. Parties : 1' }));
    expect(reading).toMatchObject({ whole: true, reasons: [] });
    expect(datesOf(reading, 'Chile')).toContain('[provisional-application 2002-02-02]');
  });

  test('acts that bind may stand in several columns', () => {
    const columns = ['Participation by virtue of an older instrument', 'Accession(a), Ratification'];
    const rows = [
      { participant: 'Chile', cells: ['1 Jan 2001', ''] },
      { participant: 'Niger', cells: ['', '2 Feb 2002 a'] },
    ];
    expect(read(statusPage({ columns, rows, status: 'Parties : 2' }))).toMatchObject({ whole: true });
  });

  test('a column that is not understood is said, and the reading is not whole', () => {
    const { whole, reasons } = one(['Signature', 'Adhesión(a), Ratificación'], ['', '1 Jan 2001 a']);
    expect(whole).toBe(false);
    expect(reasons.join()).toMatch(/names an act that is not known: “Adhesión\(a\)”/);
  });
});

test('notes may follow a printed count', () => {
  const status =
    "Signatories : 3. Parties : 4. <SUP><A href='#1' class='noteIndex'>1</A>, <A href='#2'>2</A> </SUP>";
  expect(read(statusPage({ status }))).toMatchObject({ whole: true, counts: { signatories: 3, parties: 4 } });
  expect(read(statusPage({ status: 'Signatories : 3. Parties : 4. 1 , 2 , 3' })).counts.parties).toBe(4);
});

test('other tables do not leak into the list of participants', () => {
  expect(read(statusPage()).rows).toHaveLength(someRows.length);
});

describe('names', () => {
  const row = (participant: string) =>
    read(statusPage({ rows: [{ participant, cells: ['1 Jan 2001', ''] }] })).rows[0]?.code;

  test.each([
    ['Niger', 'NER'],
    ['Nigeria', 'NGA'],
    ['Guinea', 'GIN'],
    ['Congo', 'COG'],
    ['Côte d’Ivoire', 'CIV'],
    ["Democratic People's Republic of Korea", 'PRK'],
    ['Bahamas (The)', 'BHS'],
    ['The Bahamas', 'BHS'],
    ['St. Lucia', 'LCA'],
    ['Saint Lucia', 'LCA'],
    ['Swaziland', 'SWZ'],
    ['Czech Republic', 'CZE'],
    ['Netherlands (Kingdom of the)', 'NLD'],
    ['The former Yugoslav Republic of Macedonia', 'MKD'],
    ['Serbia and Montenegro', 'SCG'],
    ['Montserrat', 'MSR'],
    ['Nigeri', null],
    ['Republic of Niger and Nigeria', null],
  ])('%s means %s', (name, code) => expect(row(name)).toBe(code));

  test('one that nobody is known by is said, and proposes nothing of itself', () => {
    const rows = [...someRows, { participant: 'Ruritania', cells: ['', '1 Jan 2001 a'] }];
    const reading = read(statusPage({ rows }));
    expect(reading).toMatchObject({ whole: true, reasons: ['Nobody on record is called “Ruritania”.'] });
  });
});
