import { expect, test } from 'vitest';
import type { NewAction } from '../../../functions/core/action.ts';
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
