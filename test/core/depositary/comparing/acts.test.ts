import { describe, expect, test } from 'vitest';
import { compare } from '../../../../functions/core/depositary/comparing/compare.ts';
import type { Difference } from '../../../../functions/core/depositary/comparing/difference.ts';
import type { HeldAct } from '../../../../functions/core/depositary/comparing/held.ts';
import type { Cell, ListRow, Reading } from '../../../../functions/core/depositary/reading.ts';
import { statusPage } from '../../../support/depositary/status-page.ts';
import { read } from '../reading.ts';

const page: Reading = { ...read(statusPage()), rows: [], counts: { signatories: null, parties: null } };

const cell = (kind: Cell['kind'], on: string, withdrawn = false): Cell => ({
  kind,
  on,
  withdrawn,
  column: 0,
});
const row = (cells: Cell[], over: Partial<ListRow> = {}): ListRow => ({
  participant: 'Chile',
  code: 'CHL',
  outside: false,
  notes: [],
  declares: false,
  cells,
  ...over,
});
const held = (kind: HeldAct['kind'], on: string, over: Partial<HeldAct> = {}): HeldAct => ({
  kind,
  on,
  withdrawn: false,
  ...over,
});

/** The differences of one participant. */
const differ = (cells: Cell[], acts: HeldAct[], over: Partial<Reading> = {}, since?: string) =>
  compare({ ...page, rows: [row(cells)], ...over }, { held: new Map([['CHL', acts]]), since });

const told = (differences: readonly Difference[]): string[] =>
  differences.map(({ type, kind, on, withdrawn, recorded }) =>
    [type, withdrawn && 'withdrawn', kind, on, ...recorded.map((act) => `not ${act.kind} ${act.on}`)]
      .filter(Boolean)
      .join(' '),
  );

describe('one act on either side', () => {
  const acceded = held('accession', '2001-02-03');
  test.each<[string, Cell, HeldAct, string[]]>([
    ['the same', cell('accession', '2001-02-03'), acceded, []],
    [
      'a date overwritten',
      cell('accession', '2001-02-04'),
      acceded,
      ['date-changed accession 2001-02-04 not accession 2001-02-03'],
    ],
    [
      'another kind on the day',
      cell('ratification', '2001-02-03'),
      acceded,
      ['date-changed ratification 2001-02-03 not accession 2001-02-03'],
    ],
    ['consent by an act without a name', cell('consent-to-be-bound', '2001-02-03'), acceded, []],
    ['participation', cell('participation', '2001-02-03'), acceded, []],
    ['the simplified procedure', cell('simplified-procedure', '2001-02-03'), acceded, []],
    [
      'a signature by an act without a name',
      cell('consent-to-be-bound', '2001-02-03'),
      held('signature', '2001-02-03'),
      ['new-act consent-to-be-bound 2001-02-03', 'act-gone not signature 2001-02-03'],
    ],
    [
      'a signature for a consent',
      cell('signature', '2001-02-03'),
      acceded,
      ['new-act signature 2001-02-03', 'act-gone not accession 2001-02-03'],
    ],
    [
      'one sort of signature for another',
      cell('signature-ad-referendum', '2001-02-03'),
      held('signature', '2001-02-03'),
      [],
    ],
    [
      'no longer in force, and dated otherwise',
      cell('accession', '2001-02-04', true),
      acceded,
      ['new-act withdrawn accession 2001-02-04', 'act-gone not accession 2001-02-03'],
    ],
    ['a year of it', cell('accession', '2001'), acceded, []],
    [
      'another year',
      cell('accession', '2002'),
      acceded,
      ['date-changed accession 2002 not accession 2001-02-03'],
    ],
    [
      'a day where a year is on record',
      cell('accession', '2001-02-03'),
      held('accession', '2001'),
      ['date-changed accession 2001-02-03 not accession 2001'],
    ],
  ])('%s', (_, printed, own, expected) => expect(told(differ([printed], [own]))).toEqual(expected));

  test.each<[string, HeldAct]>([
    ['no longer counts', held('accession', '2001-02-03', { withdrawn: true })],
    ['was denounced with an effect nobody states', held('accession', '2001-02-03', { pending: true })],
    ['lists of participants do not show as the record does', held('notification', '2001-02-03')],
  ])('an act on record that %s is not missed in a document', (_, own) => {
    expect(told(differ([], [own]))).toEqual([]);
    expect(told(compare(page, { held: new Map([['CHL', [own]]]) }))).toEqual([]);
  });

  test('one without a stated effect may be in brackets, or not', () => {
    const own = held('accession', '2001-02-03', { pending: true });
    expect(told(differ([cell('accession', '2001-02-03', true)], [own]))).toEqual([]);
    expect(told(differ([cell('accession', '2001-02-03')], [own]))).toEqual([]);
  });

  test.each(['application', 'extension', 'notification', 'provisional-acceptance', null] as const)(
    'a printed %s is compared with nothing',
    (kind) => expect(told(differ([cell(kind, '2001-02-03')], []))).toEqual([]),
  );
});

describe('an act dated before the last reading', () => {
  test.each([
    ['2020-01-01', '2020-01-02', 'older-act'],
    ['2020-01-02', '2020-01-02', 'new-act'],
    ['2020-01-03', '2020-01-02', 'new-act'],
    ['2019', '2020-01-02', 'new-act'],
    ['2020-01-01', undefined, 'new-act'],
  ])('%s, last read for %s: %s', (on, since, type) => {
    const [found] = differ([cell('accession', on)], [], {}, since);
    expect(found).toMatchObject({
      type,
      newParticipant: type === 'new-act',
      plain: false || (type === 'new-act' && on.length === 10),
    });
    expect(found?.id).toBe(`new-act|CHL|accession|${on}`);
  });
});

describe('what needs no person to understand it', () => {
  const plain = (printed: Cell, over: Partial<ListRow> = {}) =>
    compare(
      { ...page, rows: [row([printed], over)], notes: [{ index: '2', text: 'A note.' }] },
      { held: new Map([['CHL', [held('succession', '1990-01-01')]]]) },
    ).map(({ plain: isPlain, notes, newParticipant }) => ({ isPlain, notes, newParticipant }));

  const signed = cell('signature', '2020-02-03');
  const acts = (one: Cell) =>
    differ([cell('succession', '1990-01-01'), one], [held('succession', '1990-01-01')]);

  test('is a new signature or consent of a day, in a row without notes', () => {
    for (const kind of ['signature', 'ratification', 'accession', 'participation'] as const)
      expect(acts(cell(kind, '2020-02-03'))).toMatchObject([
        { type: 'new-act', plain: true, newParticipant: false },
      ]);
  });

  test.each<[string, Cell]>([
    ['withdrawn already', cell('accession', '2020-02-03', true)],
    ['of a year', cell('accession', '2020')],
    ['neither signature nor consent', cell('provisional-application', '2020-02-03')],
  ])('is none that is %s', (_, one) => expect(acts(one)).toMatchObject([{ type: 'new-act', plain: false }]));

  test('is none that takes the place of another, nor one with a note', () => {
    expect(plain(cell('accession', '2020-02-03'))).toMatchObject([{ isPlain: false, newParticipant: false }]);
    expect(plain(signed, { notes: ['2', '7'] })[0]).toEqual({
      isPlain: false,
      notes: ['A note.'],
      newParticipant: false,
    });
  });
});

describe('how a difference is told', () => {
  test.each<[() => Difference[], string, string]>([
    [
      () => differ([cell('accession', '2001-02-03', true)], [held('accession', '2001-02-03')]),
      'act-withdrawn|CHL|accession|2001-02-03',
      'Chile: accession of 2001-02-03 no longer counts.',
    ],
    [
      () => differ([cell('accession', '2001-02-03')], [held('accession', '2001-02-03', { withdrawn: true })]),
      'act-restored|CHL|accession|2001-02-03',
      'Chile: accession of 2001-02-03 counts again.',
    ],
    [
      () => differ([cell('formal-confirmation', '2001-02-03', true)], []),
      'new-act|CHL|formal-confirmation|2001-02-03',
      'Chile: withdrawn formal confirmation of 2001-02-03 is not on record.',
    ],
    [
      () => differ([], [held('accession', '2001-02-03')]),
      'act-gone|CHL|||accession 2001-02-03',
      'Chile: accession of 2001-02-03 is on record and not in the document.',
    ],
    [
      () =>
        compare(page, { held: new Map([['CHL', [held('accession', '2001-02-03')]]]), nameOf: () => 'Chile' }),
      'row-gone|CHL|||accession 2001-02-03',
      'Chile: The document has no row; on record: accession of 2001-02-03.',
    ],
  ])('%#', (find, id, summary) => {
    const found = find();
    expect(found.map((one) => [one.id, one.summary])).toEqual([[id, summary]]);
    expect(found[0]?.newParticipant).toBe(id.startsWith('new-act'));
  });

  test('of what the document has not there is nothing to be withdrawn', () =>
    expect(differ([], [held('accession', '2001-02-03')])[0]).toMatchObject({
      kind: null,
      on: null,
      withdrawn: false,
      recorded: [{ kind: 'accession', on: '2001-02-03', withdrawn: false }],
    }));
});
