import { describe, expect, test } from 'vitest';
import type { Instrument } from '../../../../functions/core/instrument.ts';
import { Effect, effectsInOrder } from '../../../../functions/core/law/effects/effect.ts';
import { act, actId, cited, instrument } from '../../../support/core-builders.ts';
import { type Acts, consented, effects, iccpr, under } from './effects.ts';

const ended = instrument({
  ...iccpr,
  termination: { kind: 'termination', on: '2015-01-01', rule: 'article 60', sources: [cited] },
});

describe('what takes effect', () => {
  test.each<[string, Acts, string[], Instrument?]>([
    ['nothing, where nothing was done', [], []],
    ['nothing, of a signature', [act('signature', '1998-10-05')], []],
    ['entry into force, by the rule', [consented('2000-01-15')], ['2000-04-15 entry-into-force computed']],
    [
      'entry into force, as stated',
      [consented('2000-01-15', { effectiveOn: '2000-05-01' })],
      ['2000-05-01 entry-into-force stated'],
    ],
    [
      'nothing, where the day is not known',
      [consented('2000-01-15')],
      [],
      instrument({ entryIntoForceRule: undefined }),
    ],
    [
      'entry into force and withdrawal',
      [consented('2000-01-15'), act('denunciation', '2010-01-01')],
      ['2000-04-15 entry-into-force computed', '2010-04-01 withdrawal computed'],
    ],
    [
      'both of each, of a State that joined anew',
      [consented('1980-11-14'), act('denunciation', '1998-05-26'), consented('1998-08-26')],
      [
        '1981-02-14 entry-into-force computed',
        '1998-08-26 withdrawal computed',
        '1998-11-26 entry-into-force computed',
      ],
    ],
    [
      'both of each, of a State that denounced and joined anew on one day, or while it was leaving',
      [consented('1993-05-10'), act('denunciation', '1999-01-05'), consented('1999-01-05')],
      [
        '1993-08-10 entry-into-force computed',
        '1999-04-05 entry-into-force computed',
        '1999-04-05 withdrawal computed',
      ],
    ],
    [
      'both of each, where it joined anew on the very day on which its leaving took effect',
      [consented('1993-05-10'), act('denunciation', '1999-01-05'), consented('1999-04-05')],
      [
        '1993-08-10 entry-into-force computed',
        '1999-04-05 withdrawal computed',
        '1999-07-05 entry-into-force computed',
      ],
    ],
    [
      'no leaving that was rescinded after a consent given anew',
      [
        consented('1993-05-10'),
        act('denunciation', '1999-01-05'),
        consented('1999-02-05'),
        act('rescission', '1999-03-01'),
      ],
      ['1993-08-10 entry-into-force computed'],
    ],
    [
      'no entry into force of a consent withdrawn in time, though a second was given before',
      [
        consented('2000-01-15', { id: actId(801) }),
        consented('2000-02-15'),
        act('withdrawal', '2000-03-15', { refersTo: actId(801) }),
      ],
      [],
    ],
    [
      'no entry into force on the day on which it has left',
      [consented('2000-01-15'), act('denunciation', '2000-01-20', { effectiveOn: '2000-04-15' })],
      [],
    ],
    [
      'both, of a State that leaves at once on the day on which it was bound',
      [consented('2000-01-15'), act('denunciation', '2000-04-15', { effectiveOn: '2000-04-15' })],
      ['2000-04-15 entry-into-force computed', '2000-04-15 withdrawal stated'],
    ],
    [
      'entry into force on the day before it has left',
      [consented('2000-01-15'), act('denunciation', '2000-01-20', { effectiveOn: '2000-04-16' })],
      ['2000-04-15 entry-into-force computed', '2000-04-16 withdrawal stated'],
    ],
    [
      'the end of the instrument',
      [consented('2000-01-15')],
      ['2000-04-15 entry-into-force computed', '2015-01-01 termination stated'],
      ended,
    ],
    ['nothing, of an instrument that ended without the State', [act('signature', '1998-10-05')], [], ended],
    [
      'nothing, of a consent for a territory',
      [consented('2000-01-15', { territory: 'HKG' }), consented('2001-01-15', { territory: 'MAC' })],
      [],
    ],
  ])('%s', (_, acts, expected, of) => expect(effects(acts, of).sort()).toEqual(expected));

  test('is known before it comes', () => {
    expect(effects([consented('2000-01-15')], ended, '2000-02-01')).toEqual([
      '2000-04-15 entry-into-force computed',
      '2015-01-01 termination stated',
    ]);
  });

  test.each([
    ['on the day before the instrument ends', '2014-12-31', ['2014-12-31 withdrawal stated']],
    ['on the very day, as the instrument ends first', '2015-01-01', ['2015-01-01 termination stated']],
    ['later, when there is nothing left to leave', '2015-01-02', ['2015-01-01 termination stated']],
  ])('is one leaving alone: notified for a day %s', (_, effectiveOn, leaves) => {
    const acts = [consented('2000-01-15'), act('denunciation', '2014-01-01', { effectiveOn })];
    for (const asOf of ['2014-06-01', '2016-01-01'])
      expect(effects(acts, ended, asOf)).toEqual(['2000-04-15 entry-into-force computed', ...leaves]);
  });

  test('is no entry into force after what is certain to come first', () => {
    const leaving = [
      consented('2000-01-15'),
      act('denunciation', '2000-01-20', { effectiveOn: '2000-04-01' }),
    ];
    expect(effects(leaving, iccpr, '2000-02-01')).toEqual(['2000-04-01 withdrawal stated']);
    const onItsDay = [
      consented('2000-01-15'),
      act('denunciation', '2000-01-20', { effectiveOn: '2000-04-15' }),
    ];
    expect(effects(onItsDay, iccpr, '2000-02-01')).toEqual(['2000-04-15 withdrawal stated']);
    expect(effects([consented('2014-11-01')], ended, '2014-12-01')).toEqual([
      '2015-01-01 termination stated',
    ]);
  });

  test('is of the acts done by the day alone: who has joined anew by then, and who has not yet', () => {
    const acts = [consented('1993-05-10'), act('denunciation', '1999-01-05'), consented('1999-01-05')];
    const first = ['1993-08-10 entry-into-force computed', '1999-04-05 withdrawal computed'];
    expect(effects(acts, iccpr, '1998-12-31')).toEqual(first.slice(0, 1));
    expect(effects(acts, iccpr, '1999-04-04')).toEqual(first);
    expect(effects(acts, iccpr, '1999-04-05')).toEqual([...first, '1999-04-05 entry-into-force computed']);
  });

  test('names the act that it follows from, and the end of an instrument none', () => {
    const [joined, left] = [consented('2000-01-15'), act('denunciation', '2010-01-01')];
    const found = under([iccpr], [joined, left]);
    expect(found.map(({ action }) => action)).toEqual([joined.id, left.id]);
    expect(found[0]).toMatchObject({ state: 'CHN', instrument: 'iccpr', title: iccpr.title });
    expect(Effect.parse(found[0])).toEqual(found[0]);
    expect(under([ended], [joined]).find(({ effect }) => effect === 'termination')).not.toHaveProperty(
      'action',
    );
  });

  test('is a denunciation that follows from consent to a later instrument, with that consent', () => {
    const old = instrument({
      id: 'ilo-c005',
      automaticDenunciations: [{ by: 'ilo-c138', from: 'consent', clause: 'article 10(4)' }],
    });
    const later = consented('2000-01-15', { instrument: 'ilo-c138' });
    const acts = [consented('1980-01-01', { instrument: 'ilo-c005' }), later];
    const found = under([old, instrument({ id: 'ilo-c138', adoptedOn: '1973-06-26' })], acts);
    expect(found.at(-1)).toMatchObject({
      on: '2000-01-15',
      effect: 'automatic-denunciation',
      basis: 'computed',
      action: later.id,
    });
  });
});

test('effects are told by day, those of one day by State, instrument and territory', () => {
  const [first] = under([iccpr], [consented('2000-01-15')]);
  if (!first) throw new Error('an effect was expected');
  const of = (over: Partial<Effect>): Effect => ({ ...first, ...over });
  const hkg = { code: 'HKG', status: 'applies' } as const;
  const sorted = [
    of({ on: '1999-12-31', state: 'ZMB' }),
    of({ state: 'ALB' }),
    of({ instrument: 'cat' }),
    of({}),
    of({ effect: 'territorial', territory: hkg }),
    of({ effect: 'territorial', territory: { ...hkg, code: 'MAC' } }),
  ];
  expect(effectsInOrder(sorted)).toEqual(sorted);
  expect(effectsInOrder(sorted.toReversed())).toEqual(sorted);
});
