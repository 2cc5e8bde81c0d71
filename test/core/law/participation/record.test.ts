import { describe, expect, test } from 'vitest';
import {
  actionsOf,
  ParticipationRecord,
  recordOf,
} from '../../../../functions/core/law/participation/participation-record.ts';
import { viewState } from '../../../../functions/core/law/state-view.ts';
import {
  act,
  actId,
  catalogue,
  cited,
  holdings,
  instrument,
  notice,
  recordOn,
  source,
} from '../../../support/core-builders.ts';

const iccpr = instrument({ withdrawalRule: notice() });
const crc = instrument({ id: 'crc', withdrawalRule: undefined, entryIntoForceRule: undefined });

const letter = source([
  { id: 'one', state: 'CHN', kind: 'named', instrument: 'iccpr', paragraph: '1', wording: 'Ratify it.' },
  { id: 'two', state: 'CHN', kind: 'named', instrument: 'crc', paragraph: '2', wording: 'And that.' },
  { id: 'three', state: 'USA', kind: 'named', instrument: 'iccpr', paragraph: '3', wording: 'You too.' },
]);
const reading = {
  statusAsAt: '2026-02-03',
  source: cited,
  printed: { parties: 3 },
  rows: 3,
  instrument: 'iccpr',
  recordedAt: '2026-02-04T00:00:00.000Z',
  recordedBy: 'test',
};
const check = (over: object) => ({
  on: '2024-06-01',
  source: cited,
  state: 'CHN',
  instrument: 'iccpr',
  recordedAt: '2026-01-01T00:00:00.000Z',
  recordedBy: 'test',
  ...over,
});

const view = (actions: ReturnType<typeof act>[], over: object = {}, asOf = '2026-11-01') =>
  viewState(
    { ...catalogue([iccpr, crc], [letter]), readings: new Map([['iccpr', reading]]) },
    holdings(actions, over),
    { asOf },
  );
const shown = (under: 'iccpr' | 'crc', over: object = {}) => {
  const of = view([], over);
  const one = of.under.get(under);
  if (!one) throw new Error('an instrument was expected');
  return recordOf(of, one);
};

describe('a record shows', () => {
  test('the looks at it, each with what is known of it and no more', () =>
    expect(
      shown('iccpr', { checks: [check({}), check({ territory: 'HKG', note: 'Nothing of it.' })] }).checks,
    ).toStrictEqual([
      { on: '2024-06-01', source: cited },
      { on: '2024-06-01', territory: 'HKG', note: 'Nothing of it.', source: cited },
    ]));

  test('the reading of its own document', () => {
    expect(shown('iccpr').reading).toEqual(reading);
    expect(shown('crc').reading).toBeNull();
  });

  test('who urged this State under this instrument', () => {
    expect(shown('iccpr').urgings).toEqual([
      {
        source: 'letter',
        title: 'A letter',
        on: '2019-04-29',
        kind: 'named',
        paragraph: '1',
        wording: 'Ratify it.',
      },
    ]);
    expect(shown('crc').urgings.map(({ paragraph }) => paragraph)).toEqual(['2']);
  });

  test('the rules of the instrument, where they are on record', () => {
    expect(shown('iccpr').rule).toEqual({
      entryIntoForce: iccpr.entryIntoForceRule,
      withdrawal: iccpr.withdrawalRule,
    });
    expect(shown('crc').rule).toEqual({ entryIntoForce: null, withdrawal: null });
  });

  test('what its own schema describes, whole or with texts cut short', () => {
    const record = shown('iccpr');
    expect(ParticipationRecord.parse(record)).toEqual(record);
    const [urging] = record.urgings;
    const short = { ...record, urgings: [{ ...urging, truncated: true, url: 'https://x.example/' }] };
    expect(ParticipationRecord.parse(short)).toEqual(short);
    expect(() =>
      ParticipationRecord.parse({ ...short, urgings: [{ ...urging, truncated: false }] }),
    ).toThrow();
  });
});

describe('acts are shown', () => {
  const late = act('communication', '2020-01-01', { id: actId(2) });
  const early = act('communication', '2020-01-01', { id: actId(1) });
  const before = act('communication', '2019-12-31', { id: actId(3) });
  const ids = (asOf: string) => {
    const of = view([late, early, before], {}, asOf);
    const under = of.under.get('iccpr');
    return under ? actionsOf(of, under).map(({ id }) => id) : [];
  };

  test('oldest first, of one day as they were recorded, from their very day on', () => {
    expect(ids('2020-01-01')).toEqual([before.id, early.id, late.id]);
    expect(ids('2019-12-31')).toEqual([before.id]);
    expect(ids('2019-12-30')).toEqual([]);
  });

  test('with the day on which each takes effect, by the rule or as stated', () => {
    const effects = (acts: ReturnType<typeof act>[]) =>
      recordOn([iccpr], acts, '2026-01-01').actions.map(({ kind, effect }) => [kind, effect]);
    expect(
      effects([
        act('signature', '1998-10-05'),
        act('ratification', '2000-01-15'),
        act('reservation', '2000-01-15'),
        act('declaration', '2001-01-01', { effectiveOn: '2001-02-01' }),
        act('denunciation', '2025-06-02'),
      ]),
    ).toEqual([
      ['signature', null],
      ['ratification', { on: '2000-04-15', basis: 'computed' }],
      ['reservation', null],
      ['declaration', { on: '2001-02-01', basis: 'stated' }],
      ['denunciation', { on: '2026-06-02', basis: 'computed' }],
    ]);
    expect(effects([act('ratification', '2000-01-15', { effectiveOn: '2000-05-01' })])).toEqual([
      ['ratification', { on: '2000-05-01', basis: 'stated' }],
    ]);
    const unruled = instrument({ entryIntoForceRule: undefined });
    expect(
      recordOn([unruled], [act('ratification', '2000-01-15')], '2026-01-01').actions[0]?.effect,
    ).toBeNull();
  });
});
