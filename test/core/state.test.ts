import { expect, test } from 'vitest';
import { Day, readInstant } from '../../functions/core/calendar.ts';
import { lastDayBegun, momentAfter } from '../../functions/core/instant.ts';
import { noState } from '../../functions/core/state.ts';
import { china } from '../support/core-builders.ts';

const chile = { ...china, code: 'CHL', name: 'Chile', territories: undefined };

test.each([
  ['HKG', 'There is no State HKG. HKG is a territory of CHN: /v1/states/CHN/participations?territory=HKG.'],
  ['MAC', 'There is no State MAC. MAC is a territory of CHN: /v1/states/CHN/participations?territory=MAC.'],
  ['GRL', 'There is no State GRL. GET /v1/states lists them.'],
  ['CHN', 'There is no State CHN. GET /v1/states lists them.'],
])('%s is no State, and is told where it is found', (code, message) =>
  expect(noState(code, [chile as never, china])).toMatchObject({ code: 'not-found', message }),
);

test.each([
  ['2026-11-23T09:59:59.999Z', '2026-11-23', '2026-11-23'],
  ['2026-11-23T10:00:00.000Z', '2026-11-23', '2026-11-24'],
  ['2027-01-01T00:00:00.001Z', '2026-04-10', '2026-04-10'],
])('at %s, where the day is %s, the last day that has begun anywhere is %s', (recordedAt, today, begun) =>
  expect(lastDayBegun({ recordedAt, today })).toBe(begun),
);

test('a clock that is five minutes behind the last write still tells the day', () => {
  const previous = '2026-04-10T00:02:59.999Z';
  expect(momentAfter(previous, '2026-04-09T23:58:00.000Z').today).toBe('2026-04-10');
  expect(momentAfter(previous, '2026-04-09T23:57:59.999Z').today).toBe('2026-04-09');
});

test.each([
  ['25/4/2019', '; perhaps 2019-04-25 is meant'],
  ['13.04.2019', '; perhaps 2019-04-13 is meant'],
  ['12/4/2019', ''],
  ['25/13/2019', ''],
  ['2019年4月1日', '; perhaps 2019-04-01 is meant'],
  ['20190401', '; perhaps 2019-04-01 is meant'],
])('%s is no day%s', (text, hint) =>
  expect(Day.safeParse(text).error?.issues[0]?.message).toBe(
    `a calendar day as YYYY-MM-DD is expected${hint}`,
  ),
);

test('an instant of a day that is none is none', () =>
  expect(readInstant('2026-02-30T00:00:00Z')).toBeNull());
