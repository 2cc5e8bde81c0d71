import { describe, expect, test } from 'vitest';
import type { TreatyAction } from '../../../functions/core/action.ts';
import { compare } from '../../../functions/core/depositary/comparing/compare.ts';
import { type HeldAct, heldInReading, heldOf } from '../../../functions/core/depositary/comparing/held.ts';
import { type PageRow, someRows, statusPage } from '../../support/depositary/status-page.ts';
import { read } from './reading.ts';

const before = heldInReading(read(statusPage()));

/** What differs once the page has these rows, against the rows that the builder gives. */
const differing = (change: (rows: PageRow[]) => PageRow[], since = '2020-01-01') => {
  const { rows, notes, ...reading } = read(statusPage({ rows: change(structuredClone(someRows)) }));
  expect(reading.reasons.filter((reason) => !reason.startsWith('Nobody'))).toEqual([]);
  return compare({ ...reading, rows, notes }, { held: before, since }).map(
    ({ type, participant, kind, on, recorded }) => ({
      type,
      participant,
      act: kind && `${kind} ${on}`,
      ...(recorded.length > 0 && { recorded: recorded.map((act) => `${act.kind} ${act.on}`) }),
    }),
  );
};

const withCells = (rows: PageRow[], participant: string, cells: string[]): PageRow[] =>
  rows.map((row) => (row.participant === participant ? { ...row, cells } : row));

describe('two looks at one document', () => {
  test('the same says nothing', () => expect(differing((rows) => rows)).toEqual([]));

  test('a new act, of a participant old or new', () => {
    expect(differing((rows) => withCells(rows, 'Türkiye', ['3 Feb 2004', '1 Mar 2025']))).toEqual([
      { type: 'new-act', participant: 'Türkiye', act: 'ratification 2025-03-01' },
    ]);
    const joined = differing((rows) => [...rows, { participant: 'Zambia', cells: ['', '1 Mar 2025 a'] }]);
    expect(joined).toEqual([{ type: 'new-act', participant: 'Zambia', act: 'accession 2025-03-01' }]);
  });

  test('an act that appears years late', () =>
    expect(differing((rows) => [...rows, { participant: 'Zambia', cells: ['', '29 Dec 2017 a'] }])).toEqual([
      { type: 'older-act', participant: 'Zambia', act: 'accession 2017-12-29' },
    ]));

  test('an act that no longer counts, and one that counts again', () => {
    expect(differing((rows) => withCells(rows, 'Niger', ['', '[7 Mar 1986 a]']))).toEqual([
      { type: 'act-withdrawn', participant: 'Niger', act: 'accession 1986-03-07' },
    ]);
    expect(differing((rows) => withCells(rows, 'Jamaica', ['19 Dec 1966', '3 Oct 1975']))).toEqual([
      { type: 'act-restored', participant: 'Jamaica', act: 'ratification 1975-10-03' },
    ]);
  });

  test('a date overwritten in place is one question, not a new act and a lost one', () =>
    expect(differing((rows) => withCells(rows, 'Chile', ['16 Sep 1969', '20 Jan 2021 a']))).toEqual([
      {
        type: 'date-changed',
        participant: 'Chile',
        act: 'accession 2021-01-20',
        recorded: ['ratification 1972-02-10'],
      },
    ]));

  test('a date lost without a bracket, and a row lost', () => {
    expect(differing((rows) => withCells(rows, 'Chile', ['16 Sep 1969', '']))).toEqual([
      { type: 'act-gone', participant: 'Chile', act: null, recorded: ['ratification 1972-02-10'] },
    ]);
    expect(differing((rows) => rows.filter(({ participant }) => participant !== 'Niger'))).toEqual([
      { type: 'row-gone', participant: 'NER', act: null, recorded: ['accession 1986-03-07'] },
    ]);
  });

  test('a rename is no difference, and a name that nobody knows is one', () => {
    const renamed = (name: string) => (rows: PageRow[]) =>
      rows.map((row) => (row.participant === 'Türkiye' ? { ...row, participant: name } : row));
    expect(differing(renamed('Turkey'))).toEqual([]);
    expect(differing(renamed('Ruritania')).map(({ type }) => type)).toEqual([
      'participant-unknown',
      'row-gone',
    ]);
  });
});

describe('what a person must look at', () => {
  const found = (participant: string, cells: string[]) =>
    compare(read(statusPage({ rows: withCells(someRows, participant, cells) })), { held: before })[0];

  test('a row with notes: they tell of more than its dates', () => {
    expect(found('Türkiye', ['3 Feb 2004', '1 Mar 2025'])).toMatchObject({ plain: true, notes: [] });
    expect(found('Chile', ['16 Sep 1969', '1 Mar 2025'])).toMatchObject({
      plain: false,
      notes: ['A note of Chile.'],
    });
  });
});

test('printed counts that no act explains are said', () => {
  const more = new Map([
    ...before,
    ['ZMB', [{ kind: 'accession', on: '1990-01-01', withdrawn: true } as HeldAct]],
  ]);
  expect(compare(read(statusPage()), { held: more })).toEqual([]);
  const reading = { ...read(statusPage()), counts: { signatories: 3, parties: 9 } };
  expect(compare(reading, { held: before })[0]?.summary).toBe(
    'parties: The document counts 9 parties, the record 4.',
  );
});

describe('what the record would have a document show', () => {
  let count = 0;
  const act = (kind: string, doneOn: string, more: object = {}): TreatyAction => ({
    id: `act_${++count}`,
    kind: kind as TreatyAction['kind'],
    doneOn,
    state: 'TTO',
    instrument: 'x',
    recordedAt: '2026-01-01T00:00:00.000Z',
    recordedBy: 'desk',
    sources: [],
    ...more,
  });

  test('acts before a denunciation in effect are in brackets; before one to come they stand', () => {
    const left = act('denunciation', '1998-05-26', { effectiveOn: '1998-08-26' });
    const acts = [act('accession', '1980-11-14'), left, act('accession', '1998-08-26')];
    expect(heldOf(acts, '2000-01-01').map(({ withdrawn }) => withdrawn)).toEqual([true, false]);
    expect(heldOf(acts, '1998-06-01').map(({ withdrawn }) => withdrawn)).toEqual([false]);
  });

  test('who denounces and accedes anew on one day is bound by the new accession alone', () => {
    const left = act('denunciation', '1999-01-05', { effectiveOn: '1999-04-05' });
    const acts = [act('accession', '1999-01-05'), act('accession', '1993-05-10'), left];
    const shown = (asOf: string) => heldOf(acts, asOf).map(({ on, withdrawn }) => [on, withdrawn]);
    expect(shown('2026-02-03')).toEqual([
      ['1999-01-05', false],
      ['1993-05-10', true],
    ]);
    expect(shown('1999-02-01').map(([, withdrawn]) => withdrawn)).toEqual([false, false]);
    const signedAndLeft = [act('signature', '1999-01-05'), act('accession', '1993-05-10'), left];
    expect(heldOf(signedAndLeft, '2026-02-03').map(({ withdrawn }) => withdrawn)).toEqual([true, true]);
  });

  test('a new accession on the day of a denunciation whose effect is not stated is sure to stand', () => {
    const acts = [
      act('accession', '1993-05-10'),
      act('denunciation', '1999-01-05'),
      act('accession', '1999-01-05'),
    ];
    expect(heldOf(acts, '2026-02-03')).toEqual([
      { kind: 'accession', on: '1993-05-10', withdrawn: false, pending: true },
      { kind: 'accession', on: '1999-01-05', withdrawn: false },
    ]);
  });

  test('a denunciation whose effect is not stated fits brackets and none', () => {
    const acts = [act('accession', '1986-03-07'), act('denunciation', '2020-01-01')];
    const held = new Map([...before, ['NER', heldOf(acts, '2026-01-01')]]);
    const rows = withCells(someRows, 'Niger', ['', '[7 Mar 1986 a]']);
    expect(compare(read(statusPage({ rows })), { held })).toEqual([]);
    expect(compare(read(statusPage()), { held }).filter(({ type }) => type !== 'counts-differ')).toEqual([]);
  });

  test('what was rescinded, withdrawn, or done for a territory alone is left out', () => {
    const denunciation = act('denunciation', '1998-05-26', { effectiveOn: '1998-08-26' });
    const objection = act('ratification', '1990-01-01');
    const acts = [
      act('accession', '1980-11-14'),
      denunciation,
      act('rescission', '1998-06-01', { refersTo: denunciation.id }),
      objection,
      act('withdrawal', '1991-01-01', { refersTo: objection.id }),
      act('accession', '1981-01-01', { territory: 'HKG' }),
      act('reservation', '1980-11-14'),
    ];
    expect(heldOf(acts, '2026-01-01')).toEqual([{ kind: 'accession', on: '1980-11-14', withdrawn: false }]);
  });
});
