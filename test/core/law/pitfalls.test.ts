import { expect, test } from 'vitest';
import { isDomestic } from '../../../functions/core/vocabulary.ts';
import { act, instrument, notice, recordOn, stand } from '../../support/core-builders.ts';

const iccpr = instrument();
const c029 = instrument({
  entryIntoForceRule: {
    after: 'registration',
    period: { months: 12 },
    rounding: 'none',
    clause: 'article 28(3)',
  },
  acts: [{ act: 'ratification' }],
});
const rome = instrument({ inForceOn: '2002-07-01', withdrawalRule: notice() });

test('a signature does not make a party: China and the ICCPR since 1998', () => {
  const record = recordOn([iccpr], [act('signature', '1998-10-05')], '2026-11-23');
  expect(record).toMatchObject({ status: 'signatory', since: '1998-10-05', consent: null, inForceOn: null });
});

test('what a letter calls ratification is an accession where the State never signed', () => {
  expect(recordOn([rome], [act('accession', '2020-01-01')], '2021-01-01')).toMatchObject({
    status: 'party',
    consent: { kind: 'accession' },
    signedOn: null,
  });
});

const domestic = ['legislative-approval', 'executive-approval', 'note-sent'] as const;

test.each(domestic)('a domestic step moves nothing: %s', (kind) => {
  expect(isDomestic(kind)).toBe(true);
  expect(stand(c029, [act(kind, '2022-04-20')], '2022-08-11').status).toBe('no-action');
});

test.each([
  ['2022-04-25', 'no-action', null],
  ['2022-08-11', 'no-action', null],
  ['2022-08-12', 'contracting-state', '2022-08-12'],
  ['2023-08-11', 'contracting-state', '2022-08-12'],
  ['2023-08-12', 'party', '2023-08-12'],
])('China and C029 on %s: %s, a contracting State being no party yet', (asOf, status, since) => {
  const acts = [act('legislative-approval', '2022-04-20'), act('ratification', '2022-08-12')];
  expect(stand(c029, acts, asOf)).toMatchObject({ status, since });
});

test('the note, its registration and the effect are three days: China and C182', () => {
  const acts = [act('note-sent', '2002-08-07'), act('ratification', '2002-08-08')];
  expect(recordOn([c029], acts, '2003-08-08')).toMatchObject({
    status: 'party',
    consent: { on: '2002-08-08' },
    inForceOn: '2003-08-08',
  });
});

test('an announcement is not a notification: the Sahel States and the Rome Statute', () => {
  const acts = [
    act('ratification', '2004-04-16'),
    act('communication', '2025-09-22', { text: 'announces that it leaves' }),
  ];
  expect(recordOn([rome], acts, '2026-11-23')).toMatchObject({ status: 'party', withdrawal: null });
});

test('a withdrawn ratification returns a State to signatory: Russia and the CTBT', () => {
  const { inForceOn: _, ...ctbt } = instrument();
  const ratified = act('ratification', '2000-06-30');
  const acts = [
    act('signature', '1996-09-24'),
    ratified,
    act('withdrawal', '2023-11-03', { refersTo: ratified.id }),
  ];
  expect(stand(ctbt, acts, '2023-11-02').status).toBe('contracting-state');
  const record = recordOn([ctbt], acts, '2024-01-01');
  expect(record).toMatchObject({
    status: 'signatory',
    since: '2023-11-03',
    signedOn: '1996-09-24',
    consent: null,
  });
  expect(record.statusReason).toContain(
    'Its ratification of 2000-06-30 was withdrawn, with effect on 2023-11-03.',
  );
});

test('an accession withdrawn before it is in force leaves no action, and the record says why', () => {
  const acceded = act('accession', '2020-01-01');
  const acts = [acceded, act('withdrawal', '2020-02-01', { refersTo: acceded.id })];
  const record = recordOn([iccpr], acts, '2021-01-01');
  expect(record.status).toBe('no-action');
  expect(record.statusReason).toContain('Its accession of 2020-01-01 was withdrawn');
});

test('a disclaimed signature stays listed: the United States and the Rome Statute', () => {
  const acts = [act('signature', '2000-12-31'), act('intention-not-to-become-party', '2002-05-06')];
  const record = recordOn([rome], acts, '2026-01-01');
  expect(record).toMatchObject({
    status: 'signatory',
    signedOn: '2000-12-31',
    signatureDisclaimedOn: '2002-05-06',
  });
  expect(record.statusReason).toContain('the signature stays listed');
});

test('a disclaimer can be withdrawn', () => {
  const disclaimer = act('intention-not-to-become-party', '2002-05-06');
  const acts = [
    act('signature', '2000-12-31'),
    disclaimer,
    act('withdrawal', '2010-01-01', { refersTo: disclaimer.id }),
  ];
  expect(recordOn([rome], acts, '2026-01-01').signatureDisclaimedOn).toBeNull();
});

test('a party cannot disclaim, and without a signature there is none to disclaim', () => {
  const acts = [act('accession', '2003-01-01'), act('intention-not-to-become-party', '2010-01-01')];
  expect(recordOn([rome], acts, '2011-01-01')).toMatchObject({
    status: 'party',
    signatureDisclaimedOn: null,
  });
  expect(recordOn([rome], acts.slice(1), '2011-01-01').signatureDisclaimedOn).toBeNull();
});

test('a rectification years later is shown from its day and moves nothing', () => {
  const acts = [
    act('signature', '1998-10-05'),
    act('depositary-correction', '2002-01-08', { text: 'C.N.8.2002' }),
  ];
  expect(recordOn([iccpr], acts, '2001-12-31').actions).toHaveLength(1);
  expect(recordOn([iccpr], acts, '2002-01-08')).toMatchObject({ status: 'signatory', since: '1998-10-05' });
});

test('an act of the Republic of China era is shown in the row with its day: the Genocide Convention', () => {
  const acts = [
    act('signature', '1949-07-20', { text: 'on behalf of China, before 1971' }),
    act('ratification', '1983-04-18'),
  ];
  const genocide = instrument({
    adoptedOn: '1948-12-09',
    inForceOn: '1951-01-12',
    entryIntoForceRule: { after: 'deposit', period: { days: 90 }, rounding: 'none', clause: 'article XIII' },
  });
  expect(recordOn([genocide], acts, '1983-07-17')).toMatchObject({ status: 'party', signedOn: '1949-07-20' });
});

test('an act that the depositary does not list for the State is recorded as a communication: the signature of 1967', () => {
  const acts = [act('communication', '1967-10-05'), act('signature', '1998-10-05')];
  expect(recordOn([iccpr], acts, '1990-01-01').status).toBe('no-action');
  expect(recordOn([iccpr], acts, '2000-01-01').signedOn).toBe('1998-10-05');
});

test('a row without dates: no action by the State, application in Hong Kong (Stateless Persons, 1954)', () => {
  const acts = [act('continued-application', '1997-06-20', { effectiveOn: '1997-07-01', territory: 'HKG' })];
  const record = recordOn([instrument()], acts, '2026-01-01');
  expect(record).toMatchObject({ status: 'no-action', signedOn: null, consent: null, evidenceThrough: null });
  expect(record.statusReason).toContain('It applies all the same in HKG since 1997-07-01.');
});

test.each([
  ['succession', '1992-10-12', '1992-10-12', '1991-10-08'],
  ['accession', '1992-10-12', '1993-01-12', undefined],
] as const)('%s of %s: party since the effect', (kind, doneOn, computed, effectiveOn) => {
  const position = stand(iccpr, [act(kind, doneOn, effectiveOn ? { effectiveOn } : {})], '1994-01-01');
  expect(position).toMatchObject({ status: 'party', since: effectiveOn ?? computed, inForce: { computed } });
});

test('an organization confirms formally, and is then a party like others: the European Union and the CRPD', () => {
  const crpd = instrument({
    inForceOn: '2008-05-03',
    entryIntoForceRule: { after: 'deposit', period: { days: 30 }, rounding: 'none', clause: 'article 45' },
  });
  const acts = [act('signature', '2007-03-30'), act('formal-confirmation', '2010-12-23')];
  expect(stand(crpd, acts, '2011-01-22')).toMatchObject({ status: 'party', since: '2011-01-22' });
});

test.each([
  ['2020-05-31', null],
  ['2020-06-01', { since: '2020-06-01' }],
  ['2021-03-31', { since: '2020-06-01' }],
  ['2021-04-01', null],
])('provisional application stands beside the status until entry into force: on %s', (asOf, expected) => {
  const acts = [
    act('signature', '2020-01-01'),
    act('provisional-application', '2020-02-01', { effectiveOn: '2020-06-01' }),
    act('ratification', '2021-01-01'),
  ];
  const record = recordOn([iccpr], acts, asOf);
  expect(record.provisionallyApplied).toEqual(expected);
  expect(record.status).toBe(
    asOf < '2021-01-01' ? 'signatory' : asOf < '2021-04-01' ? 'contracting-state' : 'party',
  );
});

test.each(['intention-not-to-become-party', 'withdrawal'] as const)(
  'provisional application ends with a notice: %s',
  (kind) => {
    const applied = act('provisional-application', '2020-02-01');
    const acts = [applied, act(kind, '2020-09-01', { refersTo: applied.id })];
    expect(recordOn([iccpr], acts, '2020-08-31').provisionallyApplied).toEqual({ since: '2020-02-01' });
    expect(recordOn([iccpr], acts, '2020-09-01').provisionallyApplied).toBeNull();
  },
);

test('an act attested on a day is shown as no later than that day', () => {
  const acts = [
    act('territorial-extension', '2001-05-01', { doneOnBasis: 'no-later-than', territory: 'MAC' }),
  ];
  const record = recordOn([iccpr], acts, '2010-01-01');
  expect(record.actions[0]).toMatchObject({ doneOn: '2001-05-01', doneOnBasis: 'no-later-than' });
  expect(record.territories[1]).toMatchObject({
    territory: 'MAC',
    status: 'applies',
    since: null,
    attestedOn: '2001-05-01',
  });
});
