import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { later, msBetween } from '../../../../functions/core/instant.ts';
import { attemptLimit, ladder, nextAttemptAt } from '../../../../functions/core/webhook/sending/ladder.ts';
import { retryAfter } from '../../../../functions/core/webhook/sending/retry-after.ts';

const at = '2026-11-23T18:15:20.000Z';
const hours = (count: number) => count * 3_600_000;

describe('the ladder', () => {
  test('ten attempts span 75 h 35 min and 5 s', () => {
    expect(attemptLimit).toBe(10);
    expect(ladder.reduce((sum, wait) => sum + wait, 0)).toBe(hours(75) + 35 * 60_000 + 5_000);
  });

  test('each wait counts from the attempt before, and there is none after the tenth', () => {
    const waits = Array.from({ length: 10 }, (_, index) =>
      nextAttemptAt({ attempts: index + 1, at, random: 0 }),
    ).map((next) => next && msBetween(at, next) / 1000);
    expect(waits).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400, null]);
  });

  test('WH-34 no attempt is earlier than both its wait and Retry-After; jitter adds at most 20 % and 30 min', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.option(fc.integer({ min: -1000, max: hours(24) })),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempts, asked, random) => {
          const floor = asked === null ? null : later(at, asked);
          const next = nextAttemptAt({ attempts, at, floor, random }) ?? '';
          const least = Math.max(ladder[attempts - 1] ?? 0, asked ?? 0);
          const wait = msBetween(at, next);
          expect(wait).toBeGreaterThanOrEqual(least);
          expect(wait - least).toBeLessThanOrEqual(Math.min(least * 0.2, 30 * 60_000) + 1);
        },
      ),
    );
  });
});

describe('Retry-After', () => {
  test.each([
    ['120', '2026-11-23T18:17:20.000Z'],
    [' 1 ', '2026-11-23T18:15:21.000Z'],
    ['86400', '2026-11-24T18:15:20.000Z'],
    ['999999999999999', '2026-11-24T18:15:20.000Z'],
    ['Mon, 23 Nov 2026 19:00:00 GMT', '2026-11-23T19:00:00.000Z'],
    ['Fri, 31 Dec 2027 23:59:59 GMT', '2026-11-24T18:15:20.000Z'],
  ])('WH-17 %j is understood', (value, until) => {
    expect(retryAfter(value, at)).toBe(until);
  });

  test.each([
    undefined,
    '',
    '0',
    '-5',
    '+5',
    '1.5',
    '0x10',
    '1e9',
    '1e3',
    '12 s',
    '5, 6',
    '１２',
    'Infinity',
    'NaN',
    '9999999999999999999',
    'Mon, 23 Nov 2026 18:15:20 GMT',
    'Mon, 23 Nov 2026 19:00:00',
    'Mon, 23 Nov 2026 19:00:00 +0200',
    'Tue, 31 Feb 2027 19:00:00 GMT',
    'Mon, 23 Nov 2026 25:00:00 GMT',
    '2026-11-23T19:00:00Z',
    'tomorrow',
  ])('WH-17 %j is no Retry-After', (value) => {
    expect(retryAfter(value, at)).toBeNull();
  });
});
