import { describe, expect, test } from 'vitest';
import type { Instrument } from '../../../../functions/core/instrument.ts';
import { act, actId, instrument, notice, recordOn } from '../../../support/core-builders.ts';

type Acts = ReturnType<typeof act>[];

const iccpr = instrument({ withdrawalRule: notice() });
const hkg = (acts: Acts, asOf = '2026-01-01', under: Instrument = iccpr) =>
  recordOn([under], acts, asOf).participation.territories.find(({ territory }) => territory === 'HKG');
const there = (kind: Parameters<typeof act>[0], day: string, over: object = {}) =>
  act(kind, day, { territory: 'HKG', ...over });
const extension = () => there('territorial-extension', '2001-01-01');
const ratified = () => act('ratification', '2000-01-15');

describe('a denunciation for a territory', () => {
  const left = (day: string) => there('denunciation', day);

  test('takes effect by the rule', () => {
    const acts = [ratified(), extension(), left('2010-01-01')];
    expect(hkg(acts, '2010-12-31')).toMatchObject({
      status: 'applies',
      announced: { status: 'not-extended', on: '2011-01-01', kind: 'denunciation' },
    });
    expect(hkg(acts, '2011-01-01')).toMatchObject({ status: 'not-extended', since: '2011-01-01' });
  });

  test('has none where the instrument has no clause, and is announced of no day', () => {
    const silent = instrument({ withdrawalRule: { kind: 'no-clause', reason: 'x' } });
    const position = hkg([ratified(), extension(), left('2010-01-01')], '2026-01-01', silent);
    expect(position).toMatchObject({ status: 'applies', since: '2001-01-01' });
    expect(position).not.toHaveProperty('announced');
  });

  test('waits for the years since entry into force for the State, or else of the instrument', () => {
    const patient = instrument({ withdrawalRule: notice({ notBeforeYears: 5 }) });
    const status = (acts: Acts) => hkg(acts, '2026-01-01', patient)?.status;
    expect(status([ratified(), extension(), left('2005-04-14')])).toBe('applies');
    expect(status([ratified(), extension(), left('2005-04-15')])).toBe('not-extended');
    const continued = there('continued-application', '1997-07-01');
    expect(status([continued, left('1998-01-01')])).toBe('not-extended');
    const young = instrument({ ...patient, inForceOn: '1996-01-01' });
    expect(hkg([continued, left('1998-01-01')], '2026-01-01', young)?.status).toBe('applies');
  });
});

test('statements about a territory make nothing of the instrument there', () => {
  expect(
    hkg([extension(), there('declaration', '2002-01-01'), there('reservation', '2003-01-01')]),
  ).toMatchObject({
    status: 'applies',
    since: '2001-01-01',
  });
  expect(hkg([there('declaration', '2002-01-01')])).toMatchObject({ status: 'not-extended', basis: null });
});

describe('of several acts about a territory', () => {
  test('the one with the last effect decides, however they were recorded', () => {
    const acts = (one: number, other: number) => [
      there('territorial-exclusion', '2001-01-01', { id: actId(one), effectiveOn: '2003-01-01' }),
      there('territorial-extension', '2002-01-01', { id: actId(other) }),
    ];
    for (const [one, other] of [
      [1, 2],
      [2, 1],
    ] as const) {
      expect(hkg(acts(one, other))).toMatchObject({ status: 'excluded', since: '2003-01-01' });
      expect(hkg(acts(one, other).reverse())).toMatchObject({ status: 'excluded', since: '2003-01-01' });
      expect(hkg(acts(one, other), '2002-06-01')).toMatchObject({
        status: 'applies',
        announced: { status: 'excluded' },
      });
    }
  });

  test('one whose day is known is announced before one whose day is not', () => {
    const notYet = instrument({ inForceOn: undefined });
    const acts = [
      ratified(),
      there('territorial-extension', '2000-01-15', { id: actId(1) }),
      there('territorial-exclusion', '2001-01-01', { id: actId(2), effectiveOn: '2030-01-01' }),
    ];
    for (const recorded of [acts, acts.toReversed()])
      expect(hkg(recorded, '2026-01-01', notYet)?.announced).toMatchObject({
        status: 'excluded',
        on: '2030-01-01',
      });
    expect(hkg(acts.slice(0, 2), '2026-01-01', notYet)?.announced).toMatchObject({
      status: 'applies',
      on: null,
    });
  });
});

describe('with the State’s own participation', () => {
  const acts = [ratified(), act('denunciation', '2010-01-01')];

  test('ends what was extended before, and nothing that came after', () => {
    expect(hkg([...acts, extension()])).toMatchObject({ status: 'not-extended', since: '2011-01-01' });
    const on = (day: string) => hkg([...acts, there('continued-application', day)]);
    expect(on('2011-01-01')).toMatchObject({ status: 'not-extended', since: '2011-01-01' });
    expect(on('2011-01-02')).toMatchObject({ status: 'applies', since: '2011-01-02' });
  });

  test('an exclusion does not end', () =>
    expect(hkg([...acts, there('territorial-exclusion', '2001-01-01')])).toMatchObject({
      status: 'excluded',
      since: '2001-01-01',
    }));
});

test('a day is attested only where it is said to be', () => {
  expect(hkg([extension()])).not.toHaveProperty('attestedOn');
  const attested = hkg([there('continued-application', '1997-07-01', { doneOnBasis: 'no-later-than' })]);
  expect(attested).toMatchObject({ status: 'applies', since: null, attestedOn: '1997-07-01' });
});
