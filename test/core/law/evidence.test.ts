import { expect, test } from 'vitest';
import type { NewAction } from '../../../functions/core/action.ts';
import { evidenceSpan } from '../../../functions/core/law/evidence.ts';
import { act, cited, instrument, recordOn } from '../../support/core-builders.ts';

const iccpr = instrument();

const tier = (tiers: NewAction['sources'][number]['tier'][]) => ({
  sources: tiers.map((one) => ({ ...cited, tier: one })),
});

test('an answer is no better than the weakest act that it rests on, an act as good as its best source', () => {
  const acts = [
    act('signature', '2000-01-01', tier(['secondary'])),
    act('ratification', '2010-01-01', tier(['unverified', 'primary'])),
  ];
  expect(recordOn([iccpr], acts, '2005-01-01').confidence).toBe('secondary');
  expect(recordOn([iccpr], acts.slice(1), '2011-01-01').confidence).toBe('primary');
  expect(recordOn([iccpr], acts, '2011-01-01').confidence).toBe('secondary');
});

const check = (on: string, territory?: string) => ({
  on,
  ...(territory && { territory }),
  source: { ...cited, tier: 'official' as const, seenOn: '2026-11-20' },
  state: 'CHN',
  instrument: 'iccpr',
  recordedAt: '2026-11-20T00:00:00.000Z',
  recordedBy: 'test',
});

test('no action is known as far as the sources looked at speak, and a look at a territory alone is none', () => {
  const looked = recordOn([iccpr], [], '2026-11-23', {
    checks: [check('2022-06-01'), check('2024-06-01', 'MAC')],
  });
  expect(looked).toMatchObject({
    confidence: 'official',
    evidenceThrough: '2022-06-01',
    lastCheckedOn: '2026-11-20',
  });
  expect(looked.statusReason).toContain('up to 2022-06-01');
  const unlooked = recordOn([iccpr], [], '2026-11-23', { checks: [check('2024-06-01', 'MAC')] });
  expect(unlooked).toMatchObject({ confidence: 'unverified', evidenceThrough: null });
});

test('an act speaks for its day where its source knows the depositary, and neither the press nor a domestic step does', () => {
  const acts = [
    act('signature', '1998-10-05', tier(['primary'])),
    act('declaration', '2004-01-01', tier(['official', 'secondary'])),
    act('communication', '2020-01-01', tier(['secondary'])),
    act('communication', '2021-01-01', tier(['unverified'])),
    act('legislative-approval', '2022-04-20', tier(['primary'])),
    act('continued-application', '2023-01-01', { territory: 'HKG', ...tier(['primary']) }),
  ];
  expect(recordOn([iccpr], acts, '2026-11-23').evidenceThrough).toBe('2004-01-01');
});

test('a look that nobody made says nothing', () => {
  const made = {
    ...check('2022-06-01'),
    source: { ...cited, tier: 'unverified' as const, note: 'from memory' },
  };
  expect(recordOn([iccpr], [], '2026-11-23', { checks: [made] })).toMatchObject({
    evidenceThrough: null,
    lastCheckedOn: null,
  });
});

test('what nobody has looked at is told from what was looked at and holds nothing', () => {
  const looked = { status: 'no-action', evidenceThrough: '2015-03-14' };
  const unlooked = { status: 'no-action', evidenceThrough: null };
  const acted = { status: 'party', evidenceThrough: '2026-02-03' };
  expect(evidenceSpan([looked, unlooked, acted, { ...acted, evidenceThrough: null }])).toEqual({
    evidenceThrough: { oldest: '2015-03-14', newest: '2026-02-03' },
    unchecked: 1,
  });
  expect(evidenceSpan([unlooked]).evidenceThrough).toEqual({ oldest: null, newest: null });
});
