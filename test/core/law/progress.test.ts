import { expect, test } from 'vitest';
import { progressOn } from '../../../functions/core/law/progress.ts';
import { viewState } from '../../../functions/core/law/state-view.ts';
import { urgedBy, urgingsUpon } from '../../../functions/core/law/urging.ts';
import type { Urging } from '../../../functions/core/source.ts';
import { act, catalogue, cited, holdings, instrument, notice, source } from '../../support/core-builders.ts';

const named =
  'iccpr iccpr-op1 iccpr-op2 opcat icpped icrmw op-icescr op-cedaw opic rome-statute ilo-c029 ilo-p029'.split(
    ' ',
  );

const urge = (id: string, over: object = {}): Urging => ({
  id,
  state: 'CHN',
  kind: 'named',
  instrument: id,
  paragraph: 'Annex',
  wording: `ratification of ${id}`,
  ...over,
});

const implied: Urging = {
  id: 'others',
  state: 'CHN',
  kind: 'implied',
  class: 'human-rights',
  paragraph: 'Annex, bullet 1',
  wording: 'all human rights treaties to which it is not yet party',
};

const under = (id: string) => ({ instrument: id });
const instruments = [...named, 'cat', 'op-crpd'].map((id) => instrument({ id, withdrawalRule: notice() }));
const letter = source([...named.map((id) => urge(id)), implied]);
const acts = [
  act('signature', '1998-10-05', under('iccpr')),
  act('ratification', '1988-10-04', under('cat')),
  act('legislative-approval', '2022-04-20', under('ilo-c029')),
  act('ratification', '2022-08-12', under('ilo-c029')),
];

const viewOn = (asOf: string, recorded = acts, sources = [letter]) =>
  viewState(catalogue(instruments, sources), holdings(recorded), { asOf });

test.each([
  ['2019-04-29', 0],
  ['2022-04-25', 0],
  ['2022-08-11', 0],
  ['2022-08-12', 1],
  ['2026-11-23', 1],
])('of the twelve named in the letter, on %s %i are heeded', (asOf, heeded) => {
  expect(progressOn(letter, viewOn(asOf)).named).toEqual({ total: 12, heeded });
});

test('a heeded call names the act that heeded it; the status then and now stand beside it', () => {
  const { data } = progressOn(letter, viewOn('2022-08-12'));
  expect(data.find((call) => call.instrument === 'ilo-c029')).toMatchObject({
    statusThen: 'no-action',
    statusNow: 'contracting-state',
    heeded: true,
    heededBy: { action: acts[3]?.id, kind: 'ratification', on: '2022-08-12' },
  });
  expect(data.find((call) => call.instrument === 'iccpr')).toMatchObject({
    statusThen: 'signatory',
    statusNow: 'signatory',
    heeded: false,
    heededBy: null,
  });
});

test('a class covers what it does not name and what the State was not party to on the document’s date', () => {
  const calls = urgingsUpon(viewOn('2026-11-23'));
  expect(calls.filter(({ urging }) => urging.kind === 'implied').map((call) => call.instrument)).toEqual([
    'op-crpd',
  ]);
  expect(urgedBy(calls, 'op-crpd')).toEqual([{ source: letter.id, kind: 'implied' }]);
  expect(urgedBy(calls, 'iccpr')).toEqual([{ source: letter.id, kind: 'named' }]);
  expect(urgedBy(calls, 'cat')).toEqual([]);
});

test('a class stays what it was on the document’s date when the State joins later', () => {
  const joined = [...acts, act('accession', '2020-01-01', under('op-crpd'))];
  expect(progressOn(letter, viewOn('2026-11-23', joined)).implied).toEqual({ total: 1, heeded: 1 });
});

test('an instrument adopted after the document is not within its class', () => {
  const early = source([implied], { on: '1960-01-01' });
  expect(progressOn(early, viewOn('2026-11-23', acts, [early])).implied.total).toBe(0);
});

test('a consent before the document, or one since given up, heeds no call', () => {
  const before = source([urge('cat')]);
  expect(progressOn(before, viewOn('2026-11-23', acts, [before])).named).toEqual({ total: 1, heeded: 0 });
  const left = [...acts, act('denunciation', '2024-01-01', under('ilo-c029'))];
  expect(progressOn(letter, viewOn('2024-12-31', left)).named.heeded).toBe(1);
  expect(progressOn(letter, viewOn('2025-01-01', left)).named.heeded).toBe(0);
});

test('a signature heeds no call for ratification', () => {
  const signed = [...acts, act('signature', '2024-01-01', under('opcat'))];
  expect(progressOn(letter, viewOn('2026-11-23', signed)).named.heeded).toBe(1);
});

test('a call upon another State is not one upon this', () => {
  const other = source([urge('iccpr', { state: 'FRA' })]);
  expect(urgingsUpon(viewOn('2026-11-23', acts, [other]))).toEqual([]);
});

test('a call for extension to a territory is heeded by the extension', () => {
  const committee = source([urge('cat', { territory: 'HKG' })], { on: '2005-11-24' });
  const extended = [
    ...acts,
    act('territorial-extension', '2010-01-01', { ...under('cat'), territory: 'HKG' }),
  ];
  expect(progressOn(committee, viewOn('2009-12-31', extended, [committee])).data[0]).toMatchObject({
    territory: 'HKG',
    statusThen: 'unknown',
    statusNow: 'unknown',
    heeded: false,
  });
  expect(progressOn(committee, viewOn('2010-01-01', extended, [committee])).data[0]).toMatchObject({
    statusNow: 'applies',
    heeded: true,
    heededBy: { kind: 'territorial-extension', on: '2010-01-01' },
  });
});

test.each([
  ['2019-04-28', 'contracting-state', false],
  ['2019-04-29', 'contracting-state', false],
  ['2019-04-30', 'no-action', true],
])('a consent of %s, beside a document of 2019-04-29, was %s then and heeds it: %s', (on, then, heeded) => {
  const view = viewOn('2019-07-01', [act('accession', on, under('opcat'))]);
  const call = progressOn(letter, view).data.find(({ instrument }) => instrument === 'opcat');
  expect(call).toMatchObject({ statusThen: then, heeded });
});

test('a class covers what the State becomes party to on the day after the document, and not on its own day', () => {
  const on = (doneOn: string) =>
    urgingsUpon(viewOn('2026-11-23', [act('accession', doneOn, under('op-crpd'))])).map(
      (one) => one.instrument,
    );
  expect(on('2019-01-29')).not.toContain('op-crpd');
  expect(on('2019-01-30')).toContain('op-crpd');
});

test.each([
  ['2019-04-29', true],
  ['2019-04-30', false],
])(
  'an instrument adopted on %s is of the class that a document of 2019-04-29 leaves open: %s',
  (adoptedOn, is) => {
    const later = instrument({ id: 'later', adoptedOn });
    const view = viewState(catalogue([later], [letter]), holdings(acts), { asOf: '2026-11-23' });
    expect(urgingsUpon(view).some((one) => one.instrument === 'later')).toBe(is);
  },
);

test('a call about which nobody has looked is told from one that was looked at and holds nothing', () => {
  const check = {
    on: '2024-06-01',
    source: cited,
    state: 'CHN',
    instrument: 'opcat',
    recordedAt: '2026-01-01T00:00:00.000Z',
    recordedBy: 'test',
  };
  const view = viewState(catalogue(instruments, [letter]), holdings(acts, { checks: [check] }), {
    asOf: '2026-11-23',
  });
  const progress = progressOn(letter, view);
  const through = (id: string) => progress.data.find((one) => one.instrument === id)?.evidenceThrough;
  expect(through('opcat')).toBe('2024-06-01');
  expect(through('icpped')).toBeNull();
  expect(through('iccpr')).toBe('1998-10-05');
  expect(progress.unchecked).toEqual({ named: 9, implied: 1 });
});

test.each([
  ['2005-11-23', 'applies', false],
  ['2005-11-24', 'applies', false],
  ['2005-11-25', 'unknown', true],
])(
  'an extension of %s, beside a document of 2005-11-24, was %s then and heeds it: %s',
  (on, then, heeded) => {
    const committee = source([urge('cat', { territory: 'HKG' })], { on: '2005-11-24' });
    const abroad = { ...under('cat'), territory: 'HKG' };
    const elsewhere = act('territorial-extension', '2004-01-01', { ...under('cat'), territory: 'MAC' });
    const recorded = [...acts, elsewhere, act('territorial-extension', on, abroad)];
    const [urging] = progressOn(committee, viewOn('2026-11-23', recorded, [committee])).data;
    expect(urging).toMatchObject({ statusThen: then, statusNow: 'applies', heeded });
    expect(urging?.heededBy).toEqual(heeded ? expect.objectContaining({ on }) : null);
  },
);

test('an extension that ended heeds no urging any more', () => {
  const committee = source([urge('cat', { territory: 'HKG' })], { on: '2005-11-24' });
  const abroad = { ...under('cat'), territory: 'HKG' };
  const ended = [
    ...acts,
    act('territorial-extension', '2010-01-01', abroad),
    act('territorial-exclusion', '2015-01-01', abroad),
  ];
  const [urging] = progressOn(committee, viewOn('2026-11-23', ended, [committee])).data;
  expect(urging).toMatchObject({ statusThen: 'unknown', heeded: false, heededBy: null });
  expect(urging?.statusNow).not.toBe('applies');
});

test('an urging of an instrument or a territory that is not on record is told of all the same', () => {
  const others = source([urge('unheard-of'), urge('cat', { territory: 'XXX' })]);
  const { data } = progressOn(others, viewOn('2026-11-23', acts, [others]));
  expect(
    data.map(({ instrument, title, statusThen, statusNow, heeded }) => [
      instrument,
      title,
      statusThen,
      statusNow,
      heeded,
    ]),
  ).toEqual([
    ['unheard-of', 'unheard-of', 'no-action', 'no-action', false],
    ['cat', instruments[0]?.title, 'unknown', 'unknown', false],
  ]);
});
