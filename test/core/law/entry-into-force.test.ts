import { expect, test } from 'vitest';
import type { EntryIntoForceRule } from '../../../functions/core/instrument/provisions.ts';
import { entryIntoForce, provisionInForce } from '../../../functions/core/law/rules.ts';
import { statementsInEffect } from '../../../functions/core/law/statement.ts';
import { act, instrument, recordOn, stand, threeMonths } from '../../support/core-builders.ts';

const rule = (over: Partial<EntryIntoForceRule>): EntryIntoForceRule => ({ ...threeMonths, ...over });
const months = (count: number) => rule({ period: { months: count } });
const days = (count: number) => rule({ period: { days: count } });
const firstOfMonth = (period: EntryIntoForceRule['period']) =>
  rule({ period, rounding: 'first-of-following-month' });
const registration = rule({ after: 'registration', period: { months: 12 } });

test.each([
  ['CMW, Benin', firstOfMonth({ months: 3 }), '2003-07-01', '2018-07-06', '2018-11-01'],
  ['CMW, Belize, before the treaty', firstOfMonth({ months: 3 }), '2003-07-01', '2001-11-14', '2003-07-01'],
  ['Rome Statute, Australia', firstOfMonth({ days: 60 }), '2002-07-01', '2002-07-01', '2002-09-01'],
  ['OP-CEDAW, Austria, before the treaty', months(3), '2000-12-22', '2000-09-06', '2000-12-22'],
  ['C105, China', registration, '1959-01-17', '2022-08-12', '2023-08-12'],
  ['C182, China, from registration and not the note', registration, '2000-11-19', '2002-08-08', '2003-08-08'],
  ['Genocide Convention, China', days(90), '1951-01-12', '1983-04-18', '1983-07-17'],
  ['ICERD, China', days(30), '1969-01-04', '1981-12-29', '1982-01-28'],
  ['ICESCR, China', months(3), '1976-01-03', '2001-03-27', '2001-06-27'],
  ['CEDAW, China, before the treaty', days(30), '1981-09-03', '1980-11-04', '1981-09-03'],
  ['CAT, China', days(30), '1987-06-26', '1988-10-04', '1988-11-03'],
  ['CRC, China', days(30), '1990-09-02', '1992-03-02', '1992-04-01'],
  ['CRC-OP-AC, China', months(1), '2002-02-12', '2008-02-20', '2008-03-20'],
  ['CRC-OP-SC, China', months(1), '2002-01-18', '2002-12-03', '2003-01-03'],
  ['CRPD, China', days(30), '2008-05-03', '2008-08-01', '2008-08-31'],
  ['Apartheid Convention, China', days(30), '1976-07-18', '1983-04-18', '1983-05-18'],
  ['Refugee Convention, China', days(90), '1954-04-22', '1982-09-24', '1982-12-23'],
  ['CADE: three months, not twelve', months(3), '1962-05-22', '2019-01-10', '2019-04-10'],
  ['at month end', months(3), '1976-03-23', '2022-11-30', '2023-02-28'],
  ['at month end of a leap year', months(3), '1976-03-23', '2023-11-30', '2024-02-29'],
  [
    'at month end, then the first of the next',
    firstOfMonth({ months: 3 }),
    '2003-07-01',
    '2022-11-30',
    '2023-03-01',
  ],
])('%s', (_, entryIntoForceRule, inForceOn, doneOn, expected) => {
  const under = instrument({ entryIntoForceRule, inForceOn });
  expect(entryIntoForce(under, 'ratification', doneOn)).toBe(expected);
});

test('there is no day while the instrument is not in force, nor where no rule is on record', () => {
  const { inForceOn: _, ...pending } = instrument();
  const { entryIntoForceRule: __, ...ruleless } = instrument();
  expect(entryIntoForce(pending, 'ratification', '2022-08-12')).toBeNull();
  expect(entryIntoForce(ruleless, 'ratification', '2022-08-12')).toBeNull();
  expect(stand(pending, [act('ratification', '2022-08-12')], '2099-01-01').status).toBe('contracting-state');
});

test('a succession takes effect on its own day, without a period of waiting', () => {
  expect(entryIntoForce(instrument(), 'succession', '1993-02-22')).toBe('1993-02-22');
});

test('a day that the depositary states wins over the computed one, and the disagreement is kept and shown', () => {
  const record = recordOn(
    [instrument()],
    [act('accession', '2020-01-10', { effectiveOn: '2020-05-01' })],
    '2021-01-01',
  );
  expect(record).toMatchObject({
    status: 'party',
    since: '2020-05-01',
    inForceOn: '2020-05-01',
    inForceBasis: 'stated',
    inForceDisagreement: { stated: '2020-05-01', computed: '2020-04-10' },
  });
  expect(record.statusReason).toContain('The rule gives 2020-04-10; the stated day is used.');
});

test('a stated day that agrees with the rule is no disagreement', () => {
  const record = recordOn(
    [instrument()],
    [act('accession', '2020-01-10', { effectiveOn: '2020-04-10' })],
    '2021-01-01',
  );
  expect(record).toMatchObject({ inForceBasis: 'stated', inForceDisagreement: null });
});

const inParts = instrument({
  partialEntriesIntoForce: [{ provision: 'article 41', inForceOn: '1979-03-28' }],
});

test('article 41 of the ICCPR entered into force three years after the rest', () => {
  expect(provisionInForce(inParts, 'article 41')).toBe('1979-03-28');
  expect(provisionInForce(inParts, 'article 40')).toBeUndefined();
});

test.each([
  ['1979-03-27', 0],
  ['1979-03-28', 1],
])('a declaration under article 41 made in 1976 counts on %s: %i', (asOf, expected) => {
  const declared = [act('optional-declaration', '1976-04-22', { provision: 'article 41' })];
  expect(statementsInEffect(inParts, declared, stand(inParts, declared, asOf), asOf)).toHaveLength(expected);
});
