import { expect, test } from 'vitest';
import { momentAfter } from '../../functions/core/instant.ts';

const midnight = '2026-04-10T00:00:00.000Z';

test.each([
  ['nothing was recorded before', undefined, midnight, midnight, '2026-04-10'],
  ['the clock is ahead of the last write', '2026-04-09T12:00:00.000Z', midnight, midnight, '2026-04-10'],
  ['the clock stands still', midnight, midnight, '2026-04-10T00:00:00.001Z', '2026-04-10'],
  [
    'the clock is a little behind',
    midnight,
    '2026-04-09T23:59:59.950Z',
    '2026-04-10T00:00:00.001Z',
    '2026-04-10',
  ],
  [
    'the last write was told its instant by a clock that was wrong',
    '2027-01-01T00:00:00.000Z',
    midnight,
    '2027-01-01T00:00:00.001Z',
    '2026-04-10',
  ],
])('where %s, a write comes after it and the day is that of law', (_, previous, told, recordedAt, today) => {
  expect(momentAfter(previous, told)).toEqual({ recordedAt, today });
});
