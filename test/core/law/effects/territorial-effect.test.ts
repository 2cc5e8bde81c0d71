import { describe, expect, test } from 'vitest';
import { act, instrument } from '../../../support/core-builders.ts';
import { type Acts, consented, effects } from './effects.ts';

describe('what takes effect in a territory', () => {
  const hkg = { territory: 'HKG' };
  const extension = (day: string, over: object = {}) =>
    act('territorial-extension', day, { ...hkg, ...over });

  test.each<[string, Acts, string[]]>([
    [
      'an extension, by the rule or as stated',
      [
        extension('2001-01-01'),
        act('territorial-exclusion', '2002-01-01', { territory: 'MAC', effectiveOn: '2002-02-01' }),
      ],
      ['2001-01-01 territorial computed HKG applies', '2002-02-01 territorial stated MAC excluded'],
    ],
    [
      'nothing on a day that is only attested',
      [act('continued-application', '1997-07-01', { ...hkg, doneOnBasis: 'no-later-than' })],
      [],
    ],
    [
      'nothing of the State’s own',
      [act('continued-application', '1997-07-01', hkg)],
      ['1997-07-01 territorial computed HKG applies'],
    ],
    [
      'an extension to a day before the State left',
      [
        consented('2000-01-15'),
        extension('2001-01-01', { effectiveOn: '2010-03-31' }),
        act('denunciation', '2010-01-01'),
      ],
      [
        '2000-04-15 entry-into-force computed',
        '2010-03-31 territorial stated HKG applies',
        '2010-04-01 withdrawal computed',
      ],
    ],
    [
      'no extension to the day on which the State left',
      [
        consented('2000-01-15'),
        extension('2001-01-01', { effectiveOn: '2010-04-01' }),
        act('denunciation', '2010-01-01'),
      ],
      ['2000-04-15 entry-into-force computed', '2010-04-01 withdrawal computed'],
    ],
  ])('%s', (_, acts, expected) => expect(effects(acts).sort()).toEqual(expected));

  test('nothing on a day that nobody knows yet', () => {
    const notYet = instrument({ inForceOn: undefined });
    expect(effects([consented('2000-01-15'), extension('2000-01-15')], notYet)).toEqual([]);
  });
});
