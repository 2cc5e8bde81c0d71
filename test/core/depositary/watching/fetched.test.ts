import { describe, expect, test } from 'vitest';
import type { Reading } from '../../../../functions/core/depositary/reading.ts';
import {
  dayOrFailure,
  emptyAnswer,
  failureOf,
} from '../../../../functions/core/depositary/watching/fetched.ts';
import { isLookDue, type Look, placeInDay } from '../../../../functions/core/depositary/watching/look.ts';
import { hour, later } from '../../../../functions/core/instant.ts';

describe('an answer without a document', () => {
  test.each([
    [304, null, { kind: 'unchanged' }],
    [403, null, { kind: 'refused', status: 403, retryAfter: null }],
    [429, null, { kind: 'refused', status: 429, retryAfter: null }],
    [429, '60', { kind: 'refused', status: 429, retryAfter: '60' }],
    [503, '60', { kind: 'refused', status: 503, retryAfter: '60' }],
    [404, null, { kind: 'missing', status: 404 }],
    [410, null, { kind: 'missing', status: 410 }],
    [401, null, { kind: 'failed', why: 'it answers 401' }],
    [503, null, { kind: 'failed', why: 'it answers 503' }],
  ] as const)('%i with Retry-After %s', (status, retryAfter, outcome) =>
    expect(emptyAnswer(status, retryAfter)).toEqual(outcome),
  );

  test.each([
    [{ kind: 'failed', why: 'no answer' }, 'no answer', false],
    [{ kind: 'missing', status: 410 }, 'it answers 410', false],
    [{ kind: 'refused', status: 0, retryAfter: null }, 'robots.txt asks not to fetch it', true],
    [{ kind: 'refused', status: 403, retryAfter: null }, 'it answers 403 and wants to be left alone', true],
    [{ kind: 'refused', status: 429, retryAfter: '9' }, 'it answers 429 and wants to be left alone', false],
  ] as const)(
    '%o is a failure, and a refusal only where asking later will not help',
    (fetched, why, isRefused) => expect(failureOf(fetched)).toEqual({ why, isLayout: false, isRefused }),
  );
});

describe('a document that was had', () => {
  const reading = (over: Partial<Reading>) =>
    ({ whole: true, statusAsAt: '2026-11-20', document: 'untc-page', reasons: [], ...over }) as Reading;

  test('speaks for its day if it is whole', () =>
    expect(dayOrFailure(reading({}))).toEqual({ statusAsAt: '2026-11-20', failure: null }));

  test.each<[string, Partial<Reading>, object]>([
    ['bears no day', { statusAsAt: null }, { why: 'It bears no day.', isLayout: false }],
    ['is cut off', { whole: false, reasons: ['It breaks off.'] }, { why: 'It breaks off.', isLayout: false }],
    [
      'has a column that nobody knows',
      { whole: false, reasons: ['A column is new.', 'It has no list.'] },
      { why: 'A column is new. It has no list.', isLayout: true },
    ],
  ])('and %s is no reading to rest on', (_, over, failure) =>
    expect(dayOrFailure(reading(over))).toEqual({ statusAsAt: null, failure }),
  );
});

describe('a document is due', () => {
  const now = '2026-11-24T12:00:00.000Z';
  const last = (over: Partial<Look>) => ({ failures: 0, askedAt: now, dueAt: now, ...over }) as Look;
  const due = (one: Look | undefined, isAtOnce = false, began = now) =>
    isLookDue('iccpr', one, { now, began, isAtOnce });

  test('from its instant on', () => {
    expect(due(last({}))).toBe(true);
    expect(due(last({ dueAt: later(now, 1) }))).toBe(false);
  });

  test('at its place in the first day if it was never asked for, or at once', () => {
    const place = Math.ceil(placeInDay('iccpr') * 24 * hour);
    expect(due(undefined, false, later(now, -place))).toBe(true);
    expect(due(undefined, false, later(now, -place + 1000))).toBe(false);
    expect(due(undefined, true)).toBe(true);
  });

  test('at once unless it was read in the last 20 hours', () => {
    const read = (ago: number) => last({ askedAt: later(now, -ago), dueAt: later(now, hour) });
    expect(due(read(20 * hour), true)).toBe(false);
    expect(due(read(20 * hour + 1), true)).toBe(true);
    expect(due(read(20 * hour + 1))).toBe(false);
    expect(due(last({ failures: 1, dueAt: later(now, hour) }), true)).toBe(true);
  });
});
