import { expect, test } from 'vitest';
import { act, actId, instrument, recordOn, stand } from '../../support/core-builders.ts';

const iccpr = instrument();

test('a definitive signature is consent and signature at once', () => {
  expect(recordOn([iccpr], [act('definitive-signature', '2020-01-01')], '2020-04-01')).toMatchObject({
    status: 'party',
    signedOn: '2020-01-01',
    consent: { kind: 'definitive-signature', on: '2020-01-01' },
  });
});

test('a signature ad referendum counts once it is confirmed, and keeps its day', () => {
  const acts = [act('signature-ad-referendum', '2020-01-01'), act('confirmation-of-signature', '2020-06-01')];
  const before = recordOn([iccpr], acts, '2020-05-31');
  expect(before).toMatchObject({ status: 'no-action', signedOn: null });
  expect(before.statusReason).toContain('Signed ad referendum on 2020-01-01');
  expect(recordOn([iccpr], acts, '2020-06-01')).toMatchObject({
    status: 'signatory',
    signedOn: '2020-01-01',
  });
});

test('a confirmation without a signature ad referendum has no effect', () => {
  expect(stand(iccpr, [act('confirmation-of-signature', '2020-01-01')], '2021-01-01')).toMatchObject({
    status: 'no-action',
    ineffective: [{}],
  });
});

test('a withdrawn signature leaves no action', () => {
  const signed = act('signature', '2000-01-01');
  const acts = [signed, act('withdrawal', '2005-01-01', { refersTo: signed.id })];
  expect(stand(iccpr, acts, '2005-01-01')).toMatchObject({ status: 'no-action', signature: null });
});

test('a second consent has no effect while the first stands, and the first keeps its day', () => {
  const acts = [act('accession', '2000-01-01'), act('ratification', '2010-01-01')];
  const record = recordOn([iccpr], acts, '2011-01-01');
  expect(record.consent?.on).toBe('2000-01-01');
  expect(record.actions[1]?.withoutEffect).toBe('the State had already consented to be bound');
});

test.each(['ratification', 'acceptance', 'approval', 'accession'] as const)('%s binds alike', (kind) => {
  expect(stand(iccpr, [act(kind, '2020-01-01')], '2020-04-01').status).toBe('party');
});

test('acts of one day follow each other as law lets them, whatever the order of recording', () => {
  const acts = [act('ratification', '2020-01-01'), act('signature', '2020-01-01')];
  expect(recordOn([iccpr], acts, '2020-04-01')).toMatchObject({ status: 'party', signedOn: '2020-01-01' });
});

test('a withdrawal of what is not recorded moves nothing', () => {
  const acts = [
    act('signature', '2000-01-01'),
    act('withdrawal', '2001-01-01', { refersTo: actId(777_777) }),
  ];
  expect(stand(iccpr, acts, '2002-01-01').status).toBe('signatory');
});

test('a succession to a signature makes a signatory and binds to nothing (Montenegro, ICRMW)', () => {
  const acts = [act('succession-to-signature', '2006-10-23')];
  const record = recordOn([instrument()], acts, '2026-01-01');
  expect(record).toMatchObject({
    status: 'signatory',
    since: '2006-10-23',
    signedOn: '2006-10-23',
    consent: null,
  });
  expect(record.statusReason).toBe(
    'Succeeded to a signature on 2006-10-23; it has not consented to be bound.',
  );
  expect(record.openActs.map((open) => open.act)).toEqual(['ratification']);
  const ratified = recordOn([instrument()], [...acts, act('ratification', '2010-01-01')], '2026-01-01');
  expect(ratified.actions.map(({ irregular }) => irregular)).toEqual([undefined, undefined]);
});

test('a succession takes its own day, and no rule computes it', () => {
  const succeeded = recordOn([instrument()], [act('succession', '1993-02-22')], '2026-01-01');
  expect(succeeded.statusReason).toBe(
    'Succession on 1993-02-22; in force for it since 1993-02-22 (the day of the succession).',
  );
  const early = recordOn([instrument()], [act('succession', '1970-01-01')], '2026-01-01');
  expect(early.statusReason).toContain(
    '1976-03-23 (the day on which the instrument itself entered into force)',
  );
});

test.each([
  ['1975-12-22', '1976-03-23', 'the day on which the instrument itself entered into force'],
  ['1975-12-23', '1976-03-23', 'computed by article 49(2)'],
  ['1975-12-24', '1976-03-24', 'computed by article 49(2)'],
])('a ratification of %s is in force since %s (%s)', (doneOn, since, how) => {
  const record = recordOn([instrument()], [act('ratification', doneOn)], '2026-01-01');
  expect(record.statusReason).toContain(`in force for it since ${since} (${how}).`);
});

test('consent by an act that the instrument gives no name binds as any other (VCLT 11)', () => {
  const bound = recordOn([instrument()], [act('consent-to-be-bound', '2000-01-01')], '2026-01-01');
  expect(bound).toMatchObject({ status: 'party', consent: { kind: 'consent-to-be-bound' } });
});
