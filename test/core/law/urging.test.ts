import { describe, expect, test } from 'vitest';
import { progressOn } from '../../../functions/core/law/progress.ts';
import { viewState } from '../../../functions/core/law/state-view.ts';
import { urgedBy, urgingsOf } from '../../../functions/core/law/urging.ts';
import type { Source, Urging } from '../../../functions/core/source.ts';
import { act, catalogue, holdings, instrument, source } from '../../support/core-builders.ts';

const call = (id: string, over: object): Urging =>
  ({ id, state: 'CHN', paragraph: '1', wording: 'x', ...over }) as Urging;
const named = (of: string, over: object = {}) =>
  call(`named-${of}`, { kind: 'named', instrument: of, ...over });
const implied = call('implied', { kind: 'implied', class: 'human-rights' });

describe('who urged an instrument', () => {
  const urged = (letter: Source, urging: Urging, under = 'iccpr') => ({
    source: letter,
    urging,
    instrument: under,
  });

  test('is told once, and as named where it was both', () => {
    const [one, other] = [source([]), source([], { id: 'other' })];
    expect(
      urgedBy(
        [
          urged(one, named('iccpr')),
          urged(one, implied),
          urged(other, implied),
          urged(one, named('crc'), 'crc'),
        ],
        'iccpr',
      ),
    ).toEqual([
      { source: 'letter', kind: 'named' },
      { source: 'other', kind: 'implied' },
    ]);
    expect(urgedBy([urged(one, implied), urged(one, named('iccpr'))], 'iccpr')).toEqual([
      { source: 'letter', kind: 'named' },
    ]);
  });

  test('by a class is of what the State was not party to on its day', () => {
    const view = viewState(
      catalogue([
        instrument(),
        instrument({ id: 'crc' }),
        instrument({ id: 'new', adoptedOn: '2020-01-01' }),
      ]),
      holdings([act('accession', '2019-01-28', { instrument: 'crc' }), act('accession', '2019-01-30')]),
      { asOf: '2026-01-01' },
    );
    expect(urgingsOf(source([implied]), view).map((one) => one.instrument)).toEqual(['iccpr']);
    const earlier = viewState(
      catalogue([instrument(), instrument({ id: 'crc' })]),
      holdings([act('accession', '2019-01-28', { instrument: 'crc' }), act('accession', '2019-01-29')]),
      { asOf: '2026-01-01' },
    );
    expect(urgingsOf(source([implied]), earlier).map((one) => one.instrument)).toEqual([]);
  });
});

describe('a call for extension to a territory', () => {
  const letter = source([named('iccpr', { territory: 'MAC' })]);
  const progress = (acts: ReturnType<typeof act>[]) =>
    progressOn(letter, viewState(catalogue([instrument()], [letter]), holdings(acts), { asOf: '2026-01-01' }))
      .data[0];

  test('is heeded by an extension to that territory, and no other', () => {
    const extension = (territory: string) => act('territorial-extension', '2020-01-01', { territory });
    const there = extension('MAC');
    expect(progress([there])).toMatchObject({
      statusNow: 'applies',
      heeded: true,
      heededBy: { action: there.id },
    });
    expect(progress([extension('HKG')])).toMatchObject({
      statusNow: 'not-extended',
      heeded: false,
      heededBy: null,
    });
  });

  test('says nothing of an instrument that is not on record', () => {
    const unknown = source([named('cedaw', { territory: 'MAC' })]);
    const view = viewState(catalogue([instrument()], [unknown]), holdings([]), { asOf: '2026-01-01' });
    expect(progressOn(unknown, view).data[0]).toMatchObject({
      title: 'cedaw',
      statusThen: 'unknown',
      statusNow: 'unknown',
      heeded: false,
    });
  });
});
