import { describe, expect, test } from 'vitest';
import { someRows, statusPage } from '../../../support/depositary/status-page.ts';
import { datesOf, read } from '../reading.ts';

const page = statusPage();
const changed = (from: string | RegExp, to: string, of = page) => {
  const other = of.replace(from, to);
  expect(other).not.toBe(of);
  return read(other);
};
const id = (part: string) => `id="ctl00_ctl00_ContentPlaceHolder1_ContentPlaceHolderInnerPage_${part}"`;

describe('which treaty a page is about', () => {
  const form = /<form name="aspnetForm"[^>]*>/;
  const link = (reference: string) =>
    `<a ${id('ucicons_lnkPdfFile')} href="https://treaties.un.org/doc/IV/${reference}.en.pdf">x</a>`;

  test('is said by its form, its links or its print, each alone', () => {
    expect(changed(form, '<form>')).toMatchObject({ reference: 'IV-5', whole: true });
    expect(read(page.replace(form, ''))).toMatchObject({ reference: 'IV-5', whole: true });
    const unprinted = page.replace('5. Protocol', 'Protocol');
    expect(read(unprinted)).toMatchObject({ reference: 'IV-5', whole: true });
    expect(read(unprinted.replace(form, link('IV-5')))).toMatchObject({ reference: 'IV-5', whole: true });
  });

  test('is the printed one, where they contradict each other', () => {
    expect(changed('<body>', `<body>${link('IV-6')}`)).toMatchObject({
      reference: 'IV-5',
      reasons: ['It says of itself that it is IV-5, and that it is IV-6.'],
    });
    expect(changed('mtdsg_no=IV-5', 'mtdsg_no=IV-4')).toMatchObject({ reference: 'IV-5', whole: false });
    const unprinted = page.replace('5. Protocol', 'Protocol').replace('<body>', `<body>${link('IV-6')}`);
    expect(read(unprinted)).toMatchObject({ reference: 'IV-5', whole: false });
  });

  test('may be printed with the part of its chapter, which addresses leave out', () => {
    const parted = page.replace(
      '<div id="ctl00_ctl00_ContentPlaceHolder1_ContentPlaceHolderInnerPage_rptTreaty_ctl00_tcTreaty"',
      (found) => `<div ${id('rptHead_ctl01_tcHead')}>A.</div>${found}`,
    );
    expect(read(parted)).toMatchObject({ reference: 'IV-5', whole: true });
    expect(read(parted.replace(form, ''))).toMatchObject({ reference: 'IV-A-5', whole: true });
    expect(read(parted.replace(form, '').replace('>A.<', '>Articles<')).reference).toBe('IV-5');
  });
});

test('a stamp in a form that nobody knows is told from none', () => {
  expect(read(statusPage({ stamp: 'AS OF 3 February 2026' })).reasons).toEqual([
    'Its stamp is in no known form.',
  ]);
  expect(read(statusPage({ stamp: '' })).reasons).toEqual(['It has no stamp of a day.']);
});

describe('a row', () => {
  test('has the notes that it points to, and points to statements or not', () => {
    const { rows } = read(
      statusPage({
        rows: [
          { participant: 'Chile', notes: ['2', '14a'], declares: true, cells: ['1 Jan 2001', ''] },
          { participant: 'Niger', cells: ['', '1 Jan 2001 a'] },
        ],
        status: 'Parties : 1',
      }).replace("href='#2' class='noteIndex'>2<", "href='#2' class='noteIndex'><"),
    );
    expect(rows.map(({ participant, notes, declares }) => [participant, notes, declares])).toEqual([
      ['Chile', ['14a'], true],
      ['Niger', [], false],
    ]);
  });

  test('without a cell is one without a participant', () => {
    const { rows, reasons } = changed('<tr class="trBWhite">\n<td>Albania', '<tr></tr>$&');
    expect(rows[0]).toMatchObject({ participant: '', notes: [], declares: false, cells: [] });
    expect(reasons).toContain('It has rows without a participant.');
  });

  test('has notes in links that no raised letters hold', () => {
    const { rows } = read(page.replaceAll(/<\/?SUP>/g, ''));
    expect(rows.map(({ participant, notes }) => [participant, notes])).toEqual(
      someRows.map(({ participant, notes = [] }) => [participant, notes]),
    );
  });

  test('has notes in either sort of raised letters', () => {
    const reading = changed(/<td>Niger<br>/, "<td>Niger <superscript><a href='#2'>2</a></superscript><br>");
    expect(reading.rows.find(({ code }) => code === 'NER')).toMatchObject({
      participant: 'Niger',
      notes: ['2'],
    });
  });

  test('of a table within the list is none of it', () => {
    const nested = '<table><tr><td>Zambia</td><td></td><td>1 Jan 2001 a</td></tr></table>';
    expect(changed(/(tblgrid"[^>]*>)/, `$1<caption>${nested}</caption>`).rows).toHaveLength(someRows.length);
    expect(datesOf(changed('<td>Niger<br>', `<td>Niger${nested}<br>`), 'Zambia')).toEqual([]);
  });
});

describe('statements', () => {
  const of = (objections: { who: string; text: string; on?: string }[]) =>
    read(statusPage({ declarations: [], objections })).statements;

  test('have the day that is printed beside them, and no day of which they speak', () =>
    expect(
      of([
        { who: 'Denmark', text: 'We object to what was said on 1 May 2001.' },
        {
          who: 'Norway <superscript>2</superscript><b>and</b> Sweden <SUP>3</SUP>',
          text: 'So do we.',
          on: '6 August 1999',
        },
      ]).map(({ who, on }) => [who, on]),
    ).toEqual([
      ['Denmark', null],
      ['Norway and Sweden', '1999-08-06'],
    ]));

  test('are not taken from what stands at the right in another element', () => {
    const { statements } = changed('<p align=right>6 August 1999</p>', '<i align=right>6 August 1999</i>');
    expect(statements.find(({ who }) => who === 'Denmark')?.on).toBeNull();
  });

  test.each([
    ['who', /(dgObj_ctl02_divParticipant"[^>]*>)Denmark/, '$1'],
    ['words', /(dgObj_ctl02_divText"[^>]*>)[\s\S]*?<\/div>/, '$1</div>'],
    ['text at all', /dgObj_ctl02_divText/, 'nothing'],
  ])('without %s are none', (_, from, to) =>
    expect(changed(from, to).statements.map(({ who }) => who)).toEqual(['Chile']),
  );

  test('may be notifications, and declarations under an article', () => {
    const moved = page.replaceAll('dgDec_', 'dgDecUnderArticle_').replaceAll('dgObj_', 'dgNotifications_');
    const { statements } = read(
      moved.replace('dgNotifications_ctl02_divText', 'dgNotifications_ctl02_divNotificationText'),
    );
    expect(statements.map(({ who, kind }) => [who, kind])).toEqual([
      ['Chile', 'declaration-under-article'],
      ['Denmark', 'notification'],
    ]);
  });
});

describe('notes', () => {
  const notes = (rows: string) => changed(/(dgNotesAll"[^>]*>)[\s\S]*?<\/table>/, `$1${rows}</table>`).notes;
  const row = (text: string) => `<tr><td>${text}</td></tr>`;

  test('go on in the rows after them that begin with none of their own', () =>
    expect(
      notes(
        row('<a name="1">1</a> First.') +
          row('More of it, <a href="#2">elsewhere</a>.') +
          row('') +
          row('<i name="x">And</i> more.') +
          row('<a name="2">2</a> Second.'),
      ),
    ).toEqual([
      { index: '1', text: 'First.\nMore of it, elsewhere.\nAnd more.' },
      { index: '2', text: 'Second.' },
    ]));

  test('before the first are nobody’s', () =>
    expect(notes(row('Words.') + row('<a name="1">1</a> First.'))).toEqual([{ index: '1', text: 'First.' }]));
});

test('territories are told with who extended to them, and when', () => {
  const territories = [
    { who: 'Portugal', on: '27 Apr 1993', territories: 'Macau' },
    { who: 'Denmark', on: 'at once', territories: '' },
    { who: '', on: '27 Apr 1993', territories: 'Nowhere' },
  ];
  const { reasons, ...reading } = read(statusPage({ territories }));
  expect(reading.territories).toEqual([
    { who: 'Portugal', on: '1993-04-27', territories: 'Macau' },
    { who: 'Denmark', on: null, territories: '' },
  ]);
});
