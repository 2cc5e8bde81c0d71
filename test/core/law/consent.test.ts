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
