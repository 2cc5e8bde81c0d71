import { expect, test } from 'vitest';
import type { WithdrawalRule } from '../../../functions/core/instrument/provisions.ts';
import { nextEffectOn } from '../../../functions/core/law/position/position.ts';
import { noticeOutcome } from '../../../functions/core/law/rules.ts';
import { act, instrument, notice, recordOn, stand } from '../../support/core-builders.ts';

const under = (withdrawalRule: WithdrawalRule, inForceOn = '1976-03-23') =>
  instrument({ withdrawalRule, inForceOn });
const outcome = (rule: WithdrawalRule, doneOn: string, inForceFor: string | null = '2000-01-01') =>
  noticeOutcome(under(rule), { doneOn }, inForceFor);

test.each([
  ['one year (Rome Statute, article 127)', notice(), '2025-06-02', '2026-06-02'],
  ['three months (ICCPR-OP1, article 12)', notice({ period: { months: 3 } }), '1998-05-26', '1998-08-26'],
  ['six months (OP-ICESCR, article 20)', notice({ period: { months: 6 } }), '2020-08-31', '2021-02-28'],
  [
    'first of the month after twelve months (CMW, article 89)',
    notice({ rounding: 'first-of-following-month' }),
    '2020-01-15',
    '2021-02-01',
  ],
])('%s', (_, rule, doneOn, on) => {
  expect(outcome(rule, doneOn)).toEqual({ effective: true, on, basis: 'computed' });
});

test.each([
  ['2004-12-31', false],
  ['2005-01-01', true],
])('with five years to wait, a notice of %s is effective: %s', (doneOn, effective) => {
  expect(outcome(notice({ notBeforeYears: 5 }), doneOn).effective).toBe(effective);
});

test('with years to wait, a State for which it is not in force cannot give notice', () => {
  expect(outcome(notice({ notBeforeYears: 5 }), '2020-01-01', null)).toMatchObject({ effective: false });
});

test.each([
  ['1941-05-01', false],
  ['1942-04-30', false],
  ['1942-05-01', true],
  ['1943-04-30', true],
  ['1943-05-01', false],
  ['2022-04-30', false],
  ['2022-05-01', true],
  ['2023-05-01', false],
])('in the decennial window of C029 a notice of %s is effective: %s', (doneOn, effective) => {
  const window = { from: 'treaty-entry-into-force', everyYears: 10, opensForMonths: 12 } as const;
  const c029 = under(notice({ window }), '1932-05-01');
  expect(noticeOutcome(c029, { doneOn }, '1935-01-01').effective).toBe(effective);
});

const genocide: WithdrawalRule = {
  kind: 'term',
  firstYears: 10,
  years: 5,
  noticeMonths: 6,
  clause: 'article XIV',
};

test.each([
  ['1955-01-01', '1961-01-12'],
  ['1960-07-12', '1961-01-12'],
  ['1960-07-13', '1966-01-12'],
  ['2025-07-12', '2026-01-12'],
  ['2025-07-13', '2031-01-12'],
])('a notice under the terms of the Genocide Convention of %s takes effect on %s', (doneOn, on) => {
  const terms = under(genocide, '1951-01-12');
  expect(noticeOutcome(terms, { doneOn }, '1983-07-17')).toEqual({ effective: true, on, basis: 'computed' });
});

const noClause: WithdrawalRule = {
  kind: 'no-clause',
  reason: 'the Covenant has no provision for denunciation',
};

test('a denunciation of an instrument without a clause has no effect, and the record says so', () => {
  const acts = [act('accession', '1981-09-14'), act('denunciation', '1997-08-25')];
  const record = recordOn([under(noClause)], acts, '2026-01-01');
  expect(record).toMatchObject({ status: 'party', since: '1981-12-14', withdrawal: null });
  expect(record.actions[1]).toMatchObject({ effect: null, withoutEffect: noClause.reason });
  expect(record.statusReason).toContain('The denunciation of 1997-08-25 had no effect');
});

test('a day that the depositary states makes a denunciation effective even without a clause', () => {
  expect(
    noticeOutcome(under(noClause), { doneOn: '2000-01-01', effectiveOn: '2001-01-01' }, '1990-01-01'),
  ).toEqual({
    effective: true,
    on: '2001-01-01',
    basis: 'stated',
  });
});

test('without a rule on record a notice is not given a day', () => {
  expect(noticeOutcome(instrument(), { doneOn: '2000-01-01' }, '1990-01-01')).toMatchObject({
    effective: false,
  });
});

const rome = under(notice(), '2002-07-01');
const hungary = [act('accession', '2003-01-10'), act('denunciation', '2025-06-02')];

test.each([
  ['2025-06-01', 'party', null],
  ['2025-06-02', 'party', '2026-06-02'],
  ['2026-06-01', 'party', '2026-06-02'],
  ['2026-06-02', 'former-party', '2026-06-02'],
])(
  'a State that has notified its withdrawal is still a party until it takes effect: on %s',
  (asOf, status, effect) => {
    const record = recordOn([rome], hungary, asOf);
    expect(record.status).toBe(status);
    expect(record.withdrawal?.effectiveOn ?? null).toBe(effect);
  },
);

test('a pending withdrawal is told of as such', () => {
  const { statusReason } = recordOn([rome], hungary, '2026-01-01');
  expect(statusReason).toContain('effective on 2026-06-02, and is a party until then');
});

test('a rescission before the effect leaves the State a party', () => {
  const acts = [...hungary, act('rescission', '2026-05-01', { refersTo: hungary[1]?.id })];
  expect(stand(rome, acts, '2027-01-01')).toMatchObject({ status: 'party', withdrawal: null });
});

test.each(['2026-06-02', '2026-07-01'])('a rescission on %s comes too late', (doneOn) => {
  const acts = [...hungary, act('rescission', doneOn, { refersTo: hungary[1]?.id })];
  expect(stand(rome, acts, '2027-01-01')).toMatchObject({ status: 'former-party', ineffective: [{}] });
});

test('a second notice does not postpone the first', () => {
  const acts = [...hungary, act('denunciation', '2025-12-01')];
  expect(stand(rome, acts, '2026-06-02')).toMatchObject({ status: 'former-party', since: '2026-06-02' });
});

test('a State that leaves before the instrument is in force for it was never a party', () => {
  const acts = [
    act('signature', '2000-01-01'),
    act('ratification', '2005-01-01'),
    act('denunciation', '2005-01-02', { effectiveOn: '2005-02-01' }),
  ];
  expect(stand(rome, acts, '2005-02-01')).toMatchObject({
    status: 'signatory',
    consent: null,
    inForce: null,
  });
});

test('a former party may accede anew', () => {
  const acts = [...hungary, act('accession', '2027-01-10')];
  expect(stand(rome, acts, '2027-04-10')).toMatchObject({
    status: 'party',
    since: '2027-04-10',
    withdrawal: null,
  });
});

const op1 = under(notice({ period: { months: 3 } }));
const trinidad = [
  act('accession', '1980-11-14'),
  act('accession', '1998-05-26'),
  act('denunciation', '1998-05-26'),
];

test('a State that denounces and re-accedes the same day never ceases to be a party (Trinidad and Tobago, ICCPR-OP1)', () => {
  const before = stand(op1, trinidad, '1998-08-25');
  expect(before).toMatchObject({ status: 'party', since: '1981-02-14', withdrawal: { on: '1998-08-26' } });
  expect(nextEffectOn(before)).toBeNull();
  const after = stand(op1, trinidad, '1998-08-26');
  expect(after).toMatchObject({ status: 'party', since: '1998-08-26', withdrawal: null });
  expect(after.consent?.doneOn).toBe('1998-05-26');
});

test('a consent anew is moot once the notice is rescinded', () => {
  const acts = [...trinidad, act('rescission', '1998-06-01', { refersTo: trinidad[2]?.id })];
  expect(stand(op1, acts, '1999-01-01')).toMatchObject({
    status: 'party',
    since: '1981-02-14',
    renewal: null,
  });
});

test('a State that never consented has nothing to denounce', () => {
  expect(stand(rome, [act('denunciation', '2010-01-01')], '2012-01-01')).toMatchObject({
    status: 'no-action',
    ineffective: [{ reason: 'the State had not consented to be bound' }],
  });
});

test.each([
  ['2004-12-31', null],
  ['2005-01-01', '2006-01-01'],
])(
  'five years count from the entry into force for the State and not from its deposit: a notice of %s',
  (on, effect) => {
    const waiting = under(notice({ notBeforeYears: 5 }));
    const position = stand(waiting, [act('accession', '1999-10-01'), act('denunciation', on)], '2005-06-01');
    expect(position.withdrawal?.on ?? null).toBe(effect);
  },
);

test('a period counts from the notice, and ends on its very day', () => {
  const leaving = [act('accession', '2000-01-01'), act('denunciation', '2010-05-31')];
  const rule = under(notice({ period: { months: 6 } }));
  expect(stand(rule, leaving, '2010-11-29').status).toBe('party');
  expect(stand(rule, leaving, '2010-11-30')).toMatchObject({ status: 'former-party', since: '2010-11-30' });
});
