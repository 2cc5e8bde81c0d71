import { describe, expect, test } from 'vitest';
import { evidenceOf, evidenceSpan, isUnchecked } from '../../../functions/core/law/evidence.ts';
import { openActs } from '../../../functions/core/law/open-act.ts';
import { act, cited, instrument, recordOn, stand } from '../../support/core-builders.ts';

const reading = {
  statusAsAt: '2026-02-03',
  source: { ...cited, seenOn: '2026-02-10', title: 'Status' },
  printed: {},
  rows: 3,
  instrument: 'iccpr',
  recordedAt: '2026-02-10T00:00:00.000Z',
  recordedBy: 'test',
};
const check = (on: string, over: object = {}) => ({
  on,
  source: { ...cited, seenOn: '2025-06-01' },
  state: 'CHN',
  instrument: 'iccpr',
  recordedAt: '2025-06-01T00:00:00.000Z',
  recordedBy: 'test',
  ...over,
});
const nothing = { actions: [], checks: [] };
const seen = (title = 'x') => ({ sources: [{ ...cited, title, seenOn: '2024-01-01' }] });

describe('evidence', () => {
  test('is a document that was read whole, of every participant, and of no territory', () => {
    const whole = { sources: [reading.source], lastCheckedOn: '2026-02-10', evidenceThrough: '2026-02-03' };
    const none = { sources: [], lastCheckedOn: null, evidenceThrough: null };
    expect(evidenceOf(nothing, reading)).toEqual(whole);
    expect(evidenceOf(nothing, undefined)).toEqual(none);
    expect(evidenceOf(nothing, reading, 'HKG')).toEqual(none);
    const there = {
      actions: [act('territorial-extension', '2001-01-01', { territory: 'HKG', ...seen() })],
      checks: [],
    };
    expect(evidenceOf(there, reading, 'HKG')).toMatchObject({ evidenceThrough: '2001-01-01', sources: [] });
    expect(evidenceOf(there, reading)).toEqual(whole);
  });

  test('is the last day of all that was read, looked at and done', () => {
    const acts = [act('signature', '2003-01-01', seen()), act('declaration', '2001-01-01', seen())];
    const looks = [check('2024-05-05'), check('2020-05-05')];
    expect(evidenceOf({ actions: acts, checks: [] }, undefined)).toMatchObject({
      evidenceThrough: '2003-01-01',
      lastCheckedOn: '2024-01-01',
    });
    expect(evidenceOf({ actions: acts, checks: looks }, undefined)).toMatchObject({
      evidenceThrough: '2024-05-05',
      lastCheckedOn: '2025-06-01',
    });
    expect(evidenceOf({ actions: acts, checks: looks }, reading)).toMatchObject({
      evidenceThrough: '2026-02-03',
      lastCheckedOn: '2026-02-10',
      sources: [{ title: 'Status' }, {}, {}],
    });
  });

  test('is missing where a State has done nothing and nobody looked', () => {
    expect(isUnchecked({ status: 'no-action', evidenceThrough: null })).toBe(true);
    expect(isUnchecked({ status: 'unknown', evidenceThrough: null })).toBe(true);
    expect(isUnchecked({ status: 'signatory', evidenceThrough: null })).toBe(false);
    expect(isUnchecked({ status: 'unknown', evidenceThrough: '2026-01-01' })).toBe(false);
  });

  test('about several goes from the oldest to the newest', () => {
    const days = ['2024-01-01', '2026-01-01', '2025-01-01', '2023-01-01'];
    expect(
      evidenceSpan(days.map((evidenceThrough) => ({ status: 'party', evidenceThrough }))).evidenceThrough,
    ).toEqual({ oldest: '2023-01-01', newest: '2026-01-01' });
  });
});

describe('the end of an instrument', () => {
  const end = {
    kind: 'termination',
    on: '2015-01-01',
    rule: 'x',
    sources: [{ ...cited, tier: 'secondary' }],
  } as const;
  const ended = instrument({ termination: { ...end, sources: [...end.sources] } });

  test('counts for how sure an answer is from its day on', () => {
    const acts = [act('ratification', '2000-01-15')];
    expect(recordOn([ended], acts, '2014-12-31').confidence).toBe('primary');
    expect(recordOn([ended], acts, '2015-01-01').confidence).toBe('secondary');
  });

  test('closes every act from its day on', () => {
    const open = (asOf: string) =>
      openActs(ended, 'state', stand(ended, [], asOf), () => 'no-action', asOf).map((one) => one.act);
    expect(open('2014-12-31')).toEqual(['signature', 'ratification', 'accession']);
    expect(open('2015-01-01')).toEqual([]);
  });
});
