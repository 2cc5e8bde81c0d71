import { expect, test } from 'vitest';
import { act, instrument, notice, recordOn } from '../../../support/core-builders.ts';

const iccpr = instrument({ withdrawalRule: notice() });

const inTerritory = (territory: string, acts: Parameters<typeof recordOn>[1], asOf: string, under = iccpr) =>
  recordOn([under], acts, asOf).territories.find((one) => one.territory === territory);

const notes = [
  act('continued-application', '1997-06-20', { effectiveOn: '1997-07-01', territory: 'HKG' }),
  act('continued-application', '1999-12-02', { effectiveOn: '1999-12-20', territory: 'MAC' }),
  act('signature', '1998-10-05'),
];

test.each([
  ['HKG', '1997-06-30', undefined],
  ['HKG', '1997-07-01', { status: 'applies', since: '1997-07-01' }],
  ['MAC', '1999-12-19', undefined],
  ['MAC', '2026-11-23', { status: 'applies', since: '1999-12-20', basis: { kind: 'continued-application' } }],
])('the ICCPR in %s on %s: it applies though China is only a signatory', (territory, asOf, expected) => {
  const found = inTerritory(territory, notes, asOf);
  if (expected) expect(found).toMatchObject(expected);
  else expect(found).toBeUndefined();
  expect(recordOn([iccpr], notes, '2026-11-23').status).toBe('signatory');
});

test('an instrument applied in the Special Administrative Regions twenty years before the State ratified it: C029', () => {
  const acts = [
    act('continued-application', '1999-10-20', { effectiveOn: '1999-12-20', territory: 'MAC' }),
    act('ratification', '2022-08-12'),
  ];
  expect(inTerritory('MAC', acts, '2010-01-01')?.status).toBe('applies');
  expect(recordOn([iccpr], acts, '2010-01-01').status).toBe('no-action');
  expect(inTerritory('MAC', acts, '2024-01-01')).toMatchObject({ status: 'applies', since: '1999-12-20' });
});

test('the exclusion of one region leaves the other and the State alone: CRC-OP-SC', () => {
  const acts = [
    act('ratification', '2002-12-03'),
    act('territorial-exclusion', '2002-12-03', { territory: 'HKG' }),
    act('territorial-extension', '2002-12-03', { territory: 'MAC' }),
  ];
  const record = recordOn([iccpr], acts, '2003-03-03');
  expect(record.status).toBe('party');
  expect(record.territories).toMatchObject([
    { territory: 'HKG', status: 'excluded', since: '2002-12-03' },
    { territory: 'MAC', status: 'applies', since: '2003-03-03' },
  ]);
});

test('a withdrawn exclusion no longer excludes, whether or not the withdrawal repeats the territory', () => {
  const excluded = act('territorial-exclusion', '2002-12-03', { territory: 'HKG' });
  const acts = [
    act('ratification', '2002-12-03'),
    excluded,
    act('withdrawal', '2010-01-01', { refersTo: excluded.id }),
  ];
  expect(inTerritory('HKG', acts, '2009-12-31')?.status).toBe('excluded');
  expect(inTerritory('HKG', acts, '2010-01-01')?.status).toBe('unknown');
});

test('an exclusion followed by an extension: the later effect decides', () => {
  const acts = [
    act('ratification', '2002-12-03'),
    act('territorial-exclusion', '2002-12-03', { territory: 'HKG' }),
    act('territorial-extension', '2010-01-01', { territory: 'HKG' }),
  ];
  expect(inTerritory('HKG', acts, '2009-12-31')?.status).toBe('excluded');
  expect(inTerritory('HKG', acts, '2010-01-01')).toMatchObject({ status: 'applies', since: '2010-01-01' });
});

test.each([
  [[], 'not-extended'],
  [[act('signature', '1998-10-05')], 'not-extended'],
  [[act('accession', '1998-10-05')], 'unknown'],
])('without an act about the territory', (acts, status) => {
  expect(inTerritory('HKG', acts, '2020-01-01')).toMatchObject({
    status,
    basis: null,
    confidence: 'unverified',
  });
});

test('an extension announced for a day to come: not extended before it, and it applies from its day', () => {
  const extended = act('territorial-extension', '2026-11-01', {
    effectiveOn: '2027-02-01',
    territory: 'MAC',
  });
  const acts = [act('accession', '2000-01-01'), extended];
  expect(inTerritory('MAC', acts, '2026-10-31')).toMatchObject({ status: 'unknown', basis: null });
  const announced = { status: 'applies', on: '2027-02-01', action: extended.id };
  for (const asOf of ['2026-11-01', '2027-01-31'])
    expect(inTerritory('MAC', acts, asOf)).toMatchObject({
      status: 'not-extended',
      since: null,
      basis: { action: extended.id, kind: 'territorial-extension' },
      confidence: 'primary',
      announced,
    });
  const after = inTerritory('MAC', acts, '2027-02-01');
  expect(after).toMatchObject({ status: 'applies', since: '2027-02-01' });
  expect(after).not.toHaveProperty('announced');
});

test('an extension made on consenting waits for the entry into force, also where its day is not known', () => {
  const acts = [
    act('ratification', '2002-12-03'),
    act('territorial-extension', '2002-12-03', { territory: 'MAC' }),
  ];
  expect(inTerritory('MAC', acts, '2003-03-02')).toMatchObject({
    status: 'not-extended',
    announced: { status: 'applies', on: '2003-03-03' },
  });
  const { inForceOn: _, ...waiting } = iccpr;
  expect(inTerritory('MAC', acts, '2010-01-01', waiting)).toMatchObject({
    status: 'not-extended',
    announced: { status: 'applies', on: null },
  });
});

test('what an act announces does not outlive its withdrawal, or the participation of the State', () => {
  const extended = act('territorial-extension', '2010-11-01', {
    effectiveOn: '2020-01-01',
    territory: 'MAC',
  });
  const acts = [act('accession', '2000-01-01'), extended];
  const withdrawn = [...acts, act('withdrawal', '2011-01-01', { refersTo: extended.id })];
  expect(inTerritory('MAC', withdrawn, '2012-01-01')).toMatchObject({ status: 'unknown', basis: null });
  const left = [...acts, act('denunciation', '2011-01-01')];
  expect(inTerritory('MAC', left, '2011-12-31')).toHaveProperty('announced');
  expect(inTerritory('MAC', left, '2012-01-01')).not.toHaveProperty('announced');
  expect(inTerritory('MAC', left, '2020-01-01')).toMatchObject({
    status: 'not-extended',
    basis: { kind: 'denunciation' },
  });
});

test('an exclusion holds until the announced extension takes effect', () => {
  const acts = [
    act('ratification', '2002-12-03'),
    act('territorial-exclusion', '2002-12-03', { territory: 'HKG' }),
    act('territorial-extension', '2010-01-01', { effectiveOn: '2010-06-01', territory: 'HKG' }),
  ];
  expect(inTerritory('HKG', acts, '2010-05-31')).toMatchObject({
    status: 'excluded',
    announced: { status: 'applies', on: '2010-06-01' },
  });
  expect(inTerritory('HKG', acts, '2010-06-01')).toMatchObject({ status: 'applies', since: '2010-06-01' });
});

test('a denunciation for a territory takes effect by the withdrawal rule and leaves the State a party', () => {
  const acts = [
    act('accession', '2000-01-01'),
    act('territorial-extension', '2001-01-01', { territory: 'MAC' }),
    act('denunciation', '2019-10-01', { territory: 'MAC' }),
  ];
  expect(inTerritory('MAC', acts, '2020-09-30')?.status).toBe('applies');
  expect(inTerritory('MAC', acts, '2020-10-01')).toMatchObject({
    status: 'not-extended',
    since: '2020-10-01',
  });
  expect(recordOn([iccpr], acts, '2021-01-01')).toMatchObject({ status: 'party', withdrawal: null });
});

test('a denunciation for a territory has no effect where the instrument has no clause', () => {
  const silent = instrument({ withdrawalRule: { kind: 'no-clause', reason: 'silent' } });
  const acts = [
    act('territorial-extension', '2001-01-01', { territory: 'MAC' }),
    act('denunciation', '2019-10-01', { territory: 'MAC' }),
  ];
  expect(inTerritory('MAC', acts, '2026-01-01', silent)?.status).toBe('applies');
});

test('an extension ends with the participation of the State', () => {
  const acts = [
    act('accession', '2000-01-01'),
    act('territorial-extension', '2000-01-01', { territory: 'MAC' }),
    act('denunciation', '2010-01-01'),
  ];
  expect(inTerritory('MAC', acts, '2010-12-31')?.status).toBe('applies');
  expect(inTerritory('MAC', acts, '2011-01-01')).toMatchObject({
    status: 'not-extended',
    since: '2011-01-01',
    basis: { kind: 'denunciation' },
  });
});

test('an extension made on ratifying falls with a withdrawn ratification, a continued application does not', () => {
  const ratified = act('ratification', '2000-01-01');
  const withdrawn = [ratified, act('withdrawal', '2000-02-01', { refersTo: ratified.id })];
  const extended = act('territorial-extension', '2000-01-01', { territory: 'HKG' });
  expect(inTerritory('HKG', [...withdrawn, extended], '2001-01-01')?.status).toBe('not-extended');
  expect(inTerritory('HKG', [...withdrawn, ...notes], '2001-01-01')?.status).toBe('applies');
});

test('the reservations of the former administering State live on for the territory, and are not those of the State', () => {
  const acts = [
    ...notes,
    act('reservation', '1976-05-20', {
      territory: 'HKG',
      provision: 'article 25(b)',
      text: 'reserves the right',
    }),
  ];
  expect(recordOn([iccpr], acts, '2020-01-01').reservations).toMatchObject([
    { territory: 'HKG', doneOn: '1976-05-20' },
  ]);
});

test('an act about a territory alone does not move the State, whatever its kind', () => {
  const acts = [
    act('ratification', '1956-06-26', { territory: 'MAC', override: { reason: 'as the ILO lists it' } }),
  ];
  expect(recordOn([iccpr], acts, '2026-01-01').status).toBe('no-action');
});
