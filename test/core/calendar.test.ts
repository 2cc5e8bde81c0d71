import { expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  Day,
  dayOf,
  firstOfFollowingMonth,
  Instant,
  laterOf,
  readInstant,
} from '../../functions/core/calendar.ts';

test.each([
  ['2022-11-30', 3, '2023-02-28'],
  ['2023-11-30', 3, '2024-02-29'],
  ['2024-01-31', 1, '2024-02-29'],
  ['2023-01-31', 1, '2023-02-28'],
  ['2100-01-31', 1, '2100-02-28'],
  ['2000-01-31', 1, '2000-02-29'],
  ['2024-02-29', 12, '2025-02-28'],
  ['2024-02-29', 48, '2028-02-29'],
  ['2022-08-31', 1, '2022-09-30'],
  ['2022-12-31', 2, '2023-02-28'],
  ['2022-08-12', 12, '2023-08-12'],
  ['2022-08-12', 0, '2022-08-12'],
])('%s and %i months is %s: a day that the month lacks becomes its last', (day, months, expected) => {
  expect(addMonths(day, months)).toBe(expected);
});

test.each([
  ['2002-07-01', 60, '2002-08-30'],
  ['2024-02-28', 1, '2024-02-29'],
  ['2023-02-28', 1, '2023-03-01'],
  ['1999-12-31', 1, '2000-01-01'],
  ['1983-04-18', 90, '1983-07-17'],
])('%s and %i days is %s', (day, days, expected) => {
  expect(addDays(day, days)).toBe(expected);
});

test.each([
  ['2018-10-06', '2018-11-01'],
  ['2018-12-31', '2019-01-01'],
  ['2024-01-31', '2024-02-01'],
  ['2024-02-01', '2024-03-01'],
])('the first day of the month after %s is %s', (day, expected) => {
  expect(firstOfFollowingMonth(day)).toBe(expected);
});

test('a year before 100 stays what it is', () => {
  expect(addDays('0099-12-31', 1)).toBe('0100-01-01');
});

test('days order as text, and today is the UTC day of an instant', () => {
  expect(laterOf('2022-08-12', '2022-08-11')).toBe('2022-08-12');
  expect(dayOf('2023-08-11T23:59:59.999Z')).toBe('2023-08-11');
});

test.each(['2022-02-29', '2022-13-01', '2022-00-10', '2022-8-12', '12 Aug 2022', '', '2022-08-12T00:00:00Z'])(
  'no day: %j',
  (text) => {
    expect(Day.safeParse(text).success).toBe(false);
  },
);

test.each([
  '2022-08-12T00:00:00Z',
  '2022-08-12T00:00:00.000+08:00',
  '2022-08-12',
  '2022-08-12T24:00:00.000Z',
])('no instant in UTC with milliseconds: %j', (text) => {
  expect(Instant.safeParse(text).success).toBe(false);
});

test.each([
  ['2019-04-31', 'a calendar day as YYYY-MM-DD is expected, and April has 30 days'],
  ['2019-02-29', 'a calendar day as YYYY-MM-DD is expected, and February 2019 has 28 days'],
  ['2020-02-30', 'a calendar day as YYYY-MM-DD is expected, and February 2020 has 29 days'],
  ['2019-01-00', 'a calendar day as YYYY-MM-DD is expected, and January has 31 days'],
  ['2019-13-01', 'a calendar day as YYYY-MM-DD is expected, and there is no month 13'],
  ['31 April 2019', 'a calendar day as YYYY-MM-DD is expected'],
  ['2019-4-1', 'a calendar day as YYYY-MM-DD is expected; perhaps 2019-04-01 is meant'],
  ['4/5/2019', 'a calendar day as YYYY-MM-DD is expected'],
  ['2019-4-31', 'a calendar day as YYYY-MM-DD is expected'],
])('%s is refused in words that say why', (text, why) => {
  expect(Day.safeParse(text).error?.issues[0]?.message).toBe(why);
});

test.each([
  ['2026-11-23T18:15:20Z', '2026-11-23T18:15:20.000Z'],
  ['2026-11-24T02:15:20+08:00', '2026-11-23T18:15:20.000Z'],
  ['2026-11-24T02:15:20 08:00', '2026-11-23T18:15:20.000Z'],
  ['2026-11-23T13:15:20.5-05:00', '2026-11-23T18:15:20.500Z'],
  ['2026-11-23t18:15:20.123456z', '2026-11-23T18:15:20.123Z'],
  ['2026-11-23 18:15:20Z', '2026-11-23T18:15:20.000Z'],
  ['2026-11-23T18:15:20-00:00', '2026-11-23T18:15:20.000Z'],
  ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999Z'],
  ['2026-11-24T08:15:20+14:00', '2026-11-23T18:15:20.000Z'],
  ['2026-11-23T18:15Z', null],
  ['2026-11-23T24:00:00Z', null],
  ['2026-11-31T18:15:20Z', null],
  ['2026-11-23T18:15:20', null],
  ['2026-11-23T18:15:20+8:00', null],
  ['2026-11-23T18:15:20+24:00', null],
  ['0000-01-01T00:00:00+01:00', null],
  ['9999-12-31T23:59:59-01:00', null],
])('the instant %s is %s', (text, instant) => {
  expect(readInstant(text)).toBe(instant);
});
