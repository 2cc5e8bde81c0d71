import { describe, expect, test } from 'vitest';
import { isKnownBy } from '../../../functions/core/law/holdings.ts';
import { nextMoveOn, standingAt, timedMoves } from '../../../functions/core/law/moves.ts';
import { noStanding } from '../../../functions/core/law/standing.ts';
import { restingOn, viewState, viewWith } from '../../../functions/core/law/state-view.ts';
import { act, catalogue, holdings, instrument, notice, stand } from '../../support/core-builders.ts';

const iccpr = instrument({ withdrawalRule: notice() });
const ratified = act('ratification', '2020-01-15', { recordedAt: '2020-01-20T00:00:00.000Z' });

const viewOn = (asOf: string, actions = [ratified], knownAt?: string) =>
  viewState(catalogue([iccpr]), holdings(actions), { asOf, ...(knownAt && { knownAt }) });

describe('what is known at an instant', () => {
  const check = { recordedAt: '2020-02-01T00:00:00.000Z' } as never;

  test.each([
    ['2020-01-19T23:59:59.999Z', false],
    ['2020-01-20T00:00:00.000Z', true],
    ['2020-01-20T00:00:00.001Z', true],
  ])('begins when the first act is recorded: %s', (knownAt, expected) => {
    expect(isKnownBy(holdings([ratified], { checks: [check] }), knownAt)).toBe(expected);
    expect(viewOn('2020-05-01', [ratified], knownAt).statusUnder('iccpr')).toBe(
      expected ? 'party' : 'no-action',
    );
    expect(viewOn('2020-05-01', [ratified], knownAt).under.get('iccpr')?.version).toBe(expected ? 1 : 0);
  });

  test('counts looks too, and is everything where no instant is given', () => {
    const looked = holdings([], { checks: [check] });
    expect(isKnownBy(looked, '2020-02-01T00:00:00.000Z')).toBe(true);
    expect(isKnownBy(looked, '2020-01-31T00:00:00.000Z')).toBe(false);
    expect(isKnownBy(holdings(), '2020-01-31T00:00:00.000Z')).toBe(false);
    expect(isKnownBy(holdings(), undefined)).toBe(true);
  });

  test('is of the version that was committed, where no instant is given', () => {
    const standings = new Map([['iccpr', { ...noStanding('CHN', 'iccpr'), version: 7 }]]);
    const view = viewState(catalogue([iccpr]), holdings([ratified], { standings }), { asOf: '2020-05-01' });
    expect(view.under.get('iccpr')?.version).toBe(7);
    expect(viewOn('2020-05-01').under.get('iccpr')?.version).toBe(0);
  });
});

describe('a view with more acts', () => {
  test('is the same where there are none, or the instrument is not known', () => {
    const view = viewOn('2020-05-01');
    expect(viewWith(view, 'iccpr', [])).toBe(view);
    expect(viewWith(view, 'cedaw', [ratified])).toBe(view);
  });

  test('folds what they move anew, and nothing else', () => {
    const crc = instrument({ id: 'crc', adoptedOn: '1989-11-20' });
    const old = instrument({
      id: 'old',
      adoptedOn: '1950-01-01',
      automaticDenunciations: [{ by: 'crc', from: 'consent', clause: 'x' }],
    });
    const on = { instrument: 'old' };
    const view = viewState(catalogue([iccpr, crc, old]), holdings([act('ratification', '1960-01-01', on)]), {
      asOf: '2020-05-01',
    });
    const after = viewWith(view, 'crc', [act('ratification', '2019-01-01', { instrument: 'crc' })]);
    expect([view.statusUnder('old'), after.statusUnder('old')]).toEqual(['party', 'former-party']);
    expect(after.statusUnder('crc')).toBe('party');
    expect(after.under.get('iccpr')).toBe(view.under.get('iccpr'));
  });

  test('stands nowhere once its only act is taken back', () => {
    const view = viewOn('2020-05-01');
    const retraction = {
      ...act('retraction' as never, '2020-02-01', { recordedAt: '2020-03-01T00:00:00.000Z' }),
      corrects: { of: ratified.id, reason: 'Recorded under the wrong instrument.' },
    };
    const after = viewWith(view, 'iccpr', [retraction as never]);
    expect([view.statusUnder('iccpr'), after.statusUnder('iccpr')]).toEqual(['party', 'no-action']);
    expect(after.under.get('iccpr')?.recorded).toHaveLength(2);
  });

  test('is not ended by an instrument that is no later, or not known', () => {
    const under = { instrument: 'old' };
    for (const adoptedOn of ['1950-01-01', '1940-01-01', undefined]) {
      const other = instrument({ id: 'other', adoptedOn: adoptedOn ?? '1950-01-01' });
      const old = instrument({
        id: 'old',
        adoptedOn: '1950-01-01',
        automaticDenunciations: [{ by: 'other', from: 'consent', clause: 'x' }],
      });
      const acts = [
        act('ratification', '1960-01-01', under),
        act('ratification', '1961-01-01', { instrument: 'other' }),
      ];
      const known = adoptedOn ? [old, other] : [old];
      expect(viewState(catalogue(known), holdings(acts), { asOf: '2020-05-01' }).statusUnder('old')).toBe(
        'party',
      );
    }
  });
});

test('an instrument rests on what it requires and what denounces it, each once, round in circles or not', () => {
  const requires = [
    { instrument: 'a', status: 'party' },
    { anyOf: [{ instrument: 'b' }, { instrument: 'c' }] },
  ] as never;
  const top = instrument({
    id: 'top',
    acts: [{ act: 'accession', requires }],
    automaticDenunciations: [{ by: 'd', from: 'consent', clause: 'x' }],
  });
  const a = instrument({ id: 'a', acts: [{ act: 'accession', requires: [{ instrument: 'top' }] as never }] });
  const others = ['b', 'd', 'unrelated'].map((id) => instrument({ id, acts: [{ act: 'accession' }] }));
  const found = restingOn(top, catalogue([top, a, ...others]));
  expect([...found.keys()].sort()).toEqual(['a', 'b', 'd', 'top']);
});

describe('the moves that time brings', () => {
  const moves = (
    today: string,
    actions = [ratified],
    status: 'no-action' | 'contracting-state' | 'party' = 'contracting-state',
    next: string | null = '2020-04-15',
  ) =>
    timedMoves(
      { ...noStanding('CHN', 'iccpr'), status, nextEffectOn: next },
      (day) => stand(iccpr, actions, day),
      today,
    );

  test.each([
    ['2020-04-14', 0],
    ['2020-04-15', 1],
    ['2020-04-16', 1],
  ])('come on their legal day: by %s there are %i', (today, count) => {
    expect(moves(today)).toHaveLength(count);
    expect(moves(today, [ratified], 'party')).toEqual([]);
    expect(moves(today, [ratified], 'contracting-state', null)).toEqual([]);
  });

  test('name what caused them', () => {
    const cause = { kind: 'entry-into-force', action: ratified.id };
    expect(moves('2020-05-01')).toEqual([
      { from: 'contracting-state', to: 'party', on: '2020-04-15', cause },
    ]);
    const left = act('denunciation', '2020-06-01');
    const leaving = (today: string) => moves(today, [ratified, left], 'party', '2021-06-01');
    expect(leaving('2021-06-01')).toEqual([
      { from: 'party', to: 'former-party', on: '2021-06-01', cause: { kind: 'withdrawal', action: left.id } },
    ]);
    expect(leaving('2021-05-31')).toEqual([]);
  });

  test('are an act’s own where it is done on that day', () => {
    const early = act('ratification', '2020-01-15');
    expect(moves('2020-01-15', [early], 'no-action', '2020-01-15')).toEqual([
      {
        from: 'no-action',
        to: 'contracting-state',
        on: '2020-01-15',
        cause: { kind: 'ratification', action: early.id },
      },
    ]);
  });

  test('are told of the instrument’s own end where that is what ended it', () => {
    const ending = instrument({
      termination: { kind: 'termination', on: '2020-09-01', rule: 'article 1' } as never,
    });
    const told = timedMoves(
      { ...noStanding('CHN', 'iccpr'), status: 'party', nextEffectOn: '2020-09-01' },
      (day) => viewState(catalogue([ending]), holdings([ratified]), { asOf: day }).positionOn('iccpr', day),
      '2020-09-01',
    );
    expect(told).toMatchObject([
      { to: 'former-party', on: '2020-09-01', cause: { kind: 'termination', action: null } },
    ]);
  });
});

test('the next move is the first day on which time or an act already recorded may bring one', () => {
  const coming = act('ratification', '2020-03-01');
  expect(nextMoveOn(viewOn('2020-02-29', [coming]), 'iccpr')).toBe('2020-03-01');
  expect(nextMoveOn(viewOn('2020-03-01', [coming]), 'iccpr')).toBe('2020-06-01');
  expect(nextMoveOn(viewOn('2020-06-01', [coming]), 'iccpr')).toBeNull();
  expect(nextMoveOn(viewOn('2020-03-01'), 'iccpr')).toBe('2020-04-15');
  expect(nextMoveOn(viewOn('2020-03-01', [ratified, act('signature', '2020-03-02')]), 'iccpr')).toBe(
    '2020-03-02',
  );
  const abroad = act('territorial-extension', '2020-03-02', { territory: 'HKG' });
  expect(nextMoveOn(viewOn('2020-05-01', [ratified, abroad]), 'iccpr')).toBeNull();
  expect(nextMoveOn(viewOn('2020-03-01', [ratified, abroad]), 'iccpr')).toBe('2020-04-15');
  expect(nextMoveOn(viewOn('2020-03-01'), 'cedaw')).toBeNull();
});

test('a standing that is committed is one version on', () => {
  const position = stand(iccpr, [ratified], '2020-02-01');
  expect(standingAt(noStanding('CHN', 'iccpr'), position)).toEqual({
    state: 'CHN',
    instrument: 'iccpr',
    status: 'contracting-state',
    since: '2020-01-15',
    nextEffectOn: '2020-04-15',
    version: 1,
  });
});
