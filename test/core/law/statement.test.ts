import { describe, expect, test } from 'vitest';
import { isWithin } from '../../../functions/core/law/provision.ts';
import { entryIntoForce, entryIntoForceBy, noticeOutcome } from '../../../functions/core/law/rules.ts';
import { statementsInEffect } from '../../../functions/core/law/statement.ts';
import { act, actId, instrument, notice, stand } from '../../support/core-builders.ts';

const iccpr = instrument({
  withdrawalRule: notice(),
  partialEntriesIntoForce: [{ provision: 'article 41', inForceOn: '1979-03-28' }],
});
const inEffect = (acts: ReturnType<typeof act>[], asOf: string, under = iccpr) =>
  statementsInEffect(under, acts, stand(under, acts, asOf), asOf).map(({ id }) => id);

describe('a statement is in effect', () => {
  const optional = (provision?: string, over: object = {}) =>
    act('optional-declaration', '1976-05-01', { ...(provision && { provision }), ...over });

  test.each<[string, ReturnType<typeof act>, string]>([
    ['from its day, where it is optional under no provision', optional(), '1976-05-01'],
    ['from its day, under a provision in force', optional('article 40'), '1976-05-01'],
    ['from the day on which its provision is in force', optional('article 41(1)'), '1979-03-28'],
    ['from the day that is stated', optional('article 41', { effectiveOn: '1978-01-01' }), '1978-01-01'],
    [
      'from its day, where it is no optional one',
      act('declaration', '1976-05-01', { provision: 'article 41' }),
      '1976-05-01',
    ],
    ['from its day, where it was made later', optional('article 41', { doneOn: '1980-02-02' }), '1980-02-02'],
  ])('%s', (_, statement, from) => {
    const before = new Date(Date.parse(from) - 86_400_000).toISOString().slice(0, 10);
    expect([inEffect([statement], before), inEffect([statement], from)]).toEqual([[], [statement.id]]);
  });

  test('under an instrument no provision of which has a day of its own', () => {
    const statement = optional('article 41');
    expect(inEffect([statement], '1976-05-01', instrument())).toEqual([statement.id]);
  });

  test('until the State has left, and of a territory beyond', () => {
    const own = act('reservation', '2000-01-15');
    const there = act('reservation', '2000-01-15', { territory: 'HKG' });
    const acts = [act('ratification', '2000-01-15'), own, there, act('denunciation', '2010-01-01')];
    expect(inEffect(acts, '2010-12-31')).toEqual([own.id, there.id]);
    expect(inEffect(acts, '2011-01-01')).toEqual([there.id]);
    const sameDay = act('declaration', '2011-01-01');
    const anew = act('declaration', '2011-01-02');
    expect(inEffect([...acts, sameDay, anew], '2012-01-01')).toEqual([there.id, anew.id]);
  });

  test('oldest first, and of one day as they were recorded', () => {
    const acts = [
      act('declaration', '2001-01-01', { id: actId(2) }),
      act('declaration', '2001-01-01', { id: actId(1) }),
      act('declaration', '2000-01-01', { id: actId(3) }),
    ];
    expect(inEffect(acts, '2002-01-01')).toEqual([actId(3), actId(1), actId(2)]);
  });
});

describe('what decides the day of entry into force', () => {
  test.each([
    ['succession', '1976-01-01', 'instrument', '1976-03-23'],
    ['succession', '1976-03-22', 'instrument', '1976-03-23'],
    ['succession', '1976-03-23', 'succession', '1976-03-23'],
    ['accession', '1975-12-22', 'instrument', '1976-03-23'],
    ['accession', '1975-12-23', 'rule', '1976-03-23'],
    ['accession', '1976-01-01', 'rule', '1976-04-01'],
  ] as const)('of a %s on %s is the %s: %s', (kind, doneOn, by, on) => {
    expect(entryIntoForceBy(iccpr, kind, doneOn)).toBe(by);
    expect(entryIntoForce(iccpr, kind, doneOn)).toBe(on);
  });

  test('is not the instrument, where that is not in force', () => {
    const notYet = instrument({ inForceOn: undefined });
    expect(entryIntoForceBy(notYet, 'accession', '1970-01-01')).toBe('rule');
    expect(entryIntoForce(notYet, 'succession', '1970-01-01')).toBeNull();
  });
});

test('no term runs under an instrument that is not in force', () =>
  expect(
    noticeOutcome(
      instrument({
        inForceOn: undefined,
        withdrawalRule: { kind: 'term', firstYears: 10, years: 5, noticeMonths: 6, clause: 'article XIV' },
      }),
      { doneOn: '2000-01-01' },
      null,
    ),
  ).toEqual({ effective: false, reason: 'article XIV: no term runs before entry into force' }));

test.each([
  ['article II', 'article 2', true],
  ['article XXII', 'article 22', true],
  ['article 6(c)', 'article 6(100)', false],
  ['article 6(i)', 'article 6(1)', false],
  ['article 6(v)', 'article 6(5)', false],
  ['article 6(ii)', 'article 6(2)', true],
  ['preamble', 'Preamble.', true],
  ['preamble', 'article 1', false],
  ['article 1', 'preamble', false],
])('%s is within %s: %s', (part, whole, expected) => expect(isWithin(part, whole)).toBe(expected));
