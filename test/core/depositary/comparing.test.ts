import { describe, expect, test } from 'vitest';
import type { TreatyAction } from '../../../functions/core/action.ts';
import { compare } from '../../../functions/core/depositary/comparing/compare.ts';
import { type HeldAct, heldOf } from '../../../functions/core/depositary/comparing/held.ts';
import { heldInReading } from '../../../functions/core/depositary/comparing/held-in-reading.ts';
import { type PageRow, someRows, statusPage } from '../../support/depositary/status-page.ts';
import { read } from './reading.ts';

const before = heldInReading(read(statusPage()));

/** The differences after changing the builder's rows in this way. */
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

describe('a note of leaving without a new date', () => {
  const rows = someRows.map((row) => (row.participant === 'Niger' ? { ...row, notes: ['9'] } : row));
  const noted = (note: string, held = before) =>
    compare(read(statusPage({ rows, notes: { 1: 'Told.', 2: 'Of Chile.', 9: note } })), { held }).map(
      ({ id, type, participant, plain, notes }) => ({ id, type, participant, plain, notes }),
    );
  const attempted =
    'On 25 August 1997, the Secretary-General received from the Government of Niger a notification of withdrawal from the Covenant, dated 23 August 1997.';

  test.each([
    attempted,
    'On 20 August 2025, the Government of Niger notified the Secretary-General of its decision to withdraw from the above-mentioned Convention, with effect from 20 February 2026.',
    'On 8 November 2022, it notified its denunciation of the Optional Protocol.',
    'First words.\nOn 8 November 2022, it denounced the said Agreement.',
  ])('goes to a person, with the note', (note) =>
    expect(noted(note)).toEqual([
      {
        id: expect.stringMatching(/^leaving-noted\|NER\|\|\|accession 1986-03-07\|[0-9a-f]{16}$/),
        type: 'leaving-noted',
        participant: 'Niger',
        plain: false,
        notes: [note],
      },
    ]),
  );

  test('stays the same question when more is added to the note, and is another when the sentence changes', () => {
    const [one] = noted(attempted);
    expect(noted(`${attempted} More was said of it later.`)[0]?.id).toBe(one?.id);
    expect(noted(attempted.replace('25 August', '26 August'))[0]?.id).not.toBe(one?.id);
  });

  test.each([
    'On 8 November 2022, it decided to withdraw its reservation to article 29 of the Convention.',
    'On 8 November 2022, it denounced the Convention concerning Work in Mines.',
    'On 5 January 1986, it denounced the Protocol with effect from 5 April 1986.',
    'The right to self-determination, as in the Covenant.',
  ])('is not what withdraws a reservation, is about another treaty or went before: %s', (note) =>
    expect(noted(note)).toEqual([]),
  );

  test('is no question where the record, or the earlier document, tells of it already', () => {
    const known: HeldAct = { kind: 'accession', on: '1986-03-07', withdrawn: false, denounced: true };
    expect(noted(attempted, new Map([...before, ['NER', [known]]]))).toEqual([]);
    const earlier = read(statusPage({ rows, notes: { 9: attempted } }));
    expect(noted(attempted, new Map(heldInReading(earlier)))).toEqual([]);
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
    expect(heldOf(acts, '2026-01-01')).toEqual([
      { kind: 'accession', on: '1980-11-14', withdrawn: false, denounced: true },
    ]);
  });
});
