import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Reading } from '../../../functions/core/depositary/reading.ts';
import { isLayoutChanged } from '../../../functions/core/depositary/watching/layout.ts';
import {
  afterFailure,
  afterRead,
  daysFailing,
  firstDue,
  Look,
  placeInDay,
} from '../../../functions/core/depositary/watching/look.ts';

const now = '2026-11-24T12:00:00.000Z';
const hours = (count: number) => new Date(Date.parse(now) + count * 3_600_000).toISOString();
const of = (instant: string) => (Date.parse(instant) % 86_400_000) / 86_400_000;

const looking = (over: Partial<Parameters<typeof afterRead>[0]> = {}) => ({
  instrument: 'iccpr',
  url: 'https://treaties.un.org/x',
  now,
  before: undefined,
  everyDays: 1,
  ...over,
});
const read = { statusAsAt: '2026-11-20', sha256: 'ab', etag: '"e"', lastModified: null };
const why = { why: 'it answered 500', isLayout: false };

describe('where in the day an instrument is looked at', () => {
  test('stays, lies within the day, and is another for others', () => {
    const ids = readdirSync(join(import.meta.dirname, '../../../seeds/instruments'));
    const places = ids.map(placeInDay);
    expect(places.every((place) => place >= 0 && place < 1)).toBe(true);
    for (const from of [0, 0.25, 0.5, 0.75])
      expect(places.filter((place) => place >= from && place < from + 0.25).length).toBeGreaterThan(
        ids.length / 10,
      );
    expect(ids.map(placeInDay)).toEqual(places);
  });

  test('is where the first look falls', () => {
    const due = firstDue('iccpr', now);
    expect(Date.parse(due) - Date.parse(now)).toBeCloseTo(placeInDay('iccpr') * 86_400_000, -1);
  });
});

describe('a look at a document', () => {
  test('that was read whole is due at its place in the day, after most of its interval', () => {
    for (const instrument of ['iccpr', 'cedaw', 'crc', 'cat', 'ilo-c029'])
      for (const everyDays of [1, 7]) {
        const { dueAt, ...look } = afterRead(looking({ instrument, everyDays }), read);
        expect(of(dueAt)).toBeCloseTo(placeInDay(instrument), 5);
        expect(dueAt >= hours(24 * (everyDays - 0.25))).toBe(true);
        expect(dueAt < hours(24 * (everyDays + 0.75))).toBe(true);
        expect(look).toMatchObject({
          askedAt: now,
          readAt: now,
          ...read,
          failures: 0,
          failure: null,
          failingSince: null,
        });
      }
  });

  test('that brought nothing new keeps what is known, and forgets failures', () => {
    const before = afterFailure(looking({ before: afterRead(looking(), read) }), why);
    const again = afterRead(looking({ before, now: hours(5) }));
    expect(again).toMatchObject({
      ...read,
      readAt: hours(5),
      failures: 0,
      failingSince: null,
      failure: null,
    });
    expect(afterRead(looking())).toMatchObject({
      statusAsAt: null,
      sha256: null,
      etag: null,
      lastModified: null,
    });
    const without = { ...read, etag: null, lastModified: 'Tue' };
    expect(afterRead(looking({ before }), without)).toMatchObject({ etag: null, lastModified: 'Tue' });
  });

  test('that failed is made again after 1, 2, 4, 8 and 16 hours, then once a day, a little later for each', () => {
    const share = 1 + placeInDay('iccpr') / 4;
    let before: Look | undefined;
    for (const [index, wait] of [1, 2, 4, 8, 16, 24, 24, 24].entries()) {
      before = afterFailure(looking({ before }), why);
      expect(before.failures).toBe(index + 1);
      expect(before.dueAt).toBe(
        new Date(Date.parse(now) + Math.floor(wait * 3_600_000 * share)).toISOString(),
      );
    }
    expect(Look.parse(before)).toEqual(before);
  });

  test('that failed keeps what was read, since when it fails, and why', () => {
    const first = afterFailure(looking({ before: afterRead(looking({ now: hours(-5) }), read) }), why);
    expect(first).toMatchObject({
      ...read,
      readAt: hours(-5),
      failingSince: now,
      failure: { at: now, ...why },
    });
    expect(first.failure).not.toHaveProperty('isRefused');
    const second = afterFailure(looking({ before: first, now: hours(3) }), {
      why: 'x'.repeat(2000),
      isLayout: true,
      isRefused: true,
    });
    expect(second).toMatchObject({
      failingSince: now,
      failures: 2,
      failure: { at: hours(3), isLayout: true, isRefused: true },
    });
    expect(second.failure?.why).toHaveLength(1000);
    expect(afterFailure(looking(), why)).toMatchObject({
      readAt: null,
      statusAsAt: null,
      sha256: null,
      etag: null,
      lastModified: null,
    });
  });

  test('waits as long as the host asks, where that is longer', () => {
    expect(afterFailure(looking(), why, hours(9)).dueAt).toBe(hours(9));
    expect(afterFailure(looking(), why, hours(0.5)).dueAt).toBe(afterFailure(looking(), why).dueAt);
  });

  test('has failed for so many days', () => {
    expect(daysFailing({ failingSince: null }, now)).toBe(0);
    expect(daysFailing({ failingSince: hours(-36) }, now)).toBe(1.5);
  });
});

test.each([
  [{ reasons: ['The table has a column that is not known: X.'] }, true],
  [{ reasons: ['There is no list of participants.'] }, true],
  [{ reasons: ['A row has 7 cells.'] }, true],
  [{ reasons: ['A row has x cells.'] }, false],
  [{ reasons: ['It breaks off in a column.'] }, false],
  [{ reasons: ['It breaks off.', 'A row has 7 cells.'] }, false],
  [{ reasons: ['A row was lost.'] }, false],
  [{ reasons: [] }, false],
  [{ reasons: ['A column.'], whole: true }, false],
  [{ reasons: ['A column.'], document: 'unknown' }, false],
])('a document with %o needs a person to look at its layout: %s', (over, expected) => {
  expect(isLayoutChanged({ whole: false, document: 'untc-page', ...over } as never as Reading)).toBe(
    expected,
  );
});
