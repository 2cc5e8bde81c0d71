import { describe, expect, test } from 'vitest';
import type { Change } from '../../../functions/core/record/change.ts';
import { checkpointId, checkpointOver } from '../../../functions/core/webhook/checkpoint.ts';
import { wantedAfter, wantedBy } from '../../../functions/core/webhook/fanout.ts';
import { filterAt } from '../../../functions/core/webhook/filter-history.ts';

type Told = Pick<Change, 'sequence' | 'type' | 'facts' | 'quiet' | 'fork'>;

const told = (sequence: number, over: Partial<Told> = {}): Told => ({
  sequence,
  type: 'treaty.action.recorded',
  facts: { state: 'CHN', instrument: 'iccpr', urgedBy: [] },
  ...over,
});

const all = [{ after: 0, filter: {} }];

describe('a subscription receives', () => {
  test('what came after it was verified, from the very next change on', () => {
    const changes = [told(4), told(5), told(6)];
    const received = wantedBy({ filters: all, receivesAfter: 5 }, changes);
    expect(received.map(({ sequence }) => sequence)).toEqual([6]);
    expect(wantedBy({ filters: all, receivesAfter: null }, changes)).toEqual([]);
    expect(wantedBy({ filters: all, receivesAfter: 0 }, changes)).toEqual(changes);
  });

  test('nothing that is quiet, as most of a bulk import is', () => {
    expect(wantedBy({ filters: all, receivesAfter: 0 }, [told(1, { quiet: true }), told(2)])).toEqual([
      told(2),
    ]);
  });

  test('each change by the filter in force at its sequence', () => {
    const filters = [
      { after: 0, filter: { states: ['FRA'] } },
      { after: 5, filter: { states: ['CHN'] } },
    ];
    const received = wantedBy({ filters, receivesAfter: 0 }, [told(5), told(6)]);
    expect(received.map(({ sequence }) => sequence)).toEqual([6]);
  });
});

test.each([
  [1, 'a'],
  [5, 'a'],
  [6, 'b'],
  [9, 'b'],
  [10, 'c'],
])('at %i the filter is in force that was set before it: %s', (sequence, state) => {
  const of = (name: string) => ({ states: [name] });
  const filters = [
    { after: 3, filter: of('a') },
    { after: 5, filter: of('b') },
    { after: 9, filter: of('c') },
  ];
  expect(filterAt(filters, sequence)).toEqual(of(state));
  expect(() => filterAt([], sequence)).toThrow('at least one filter');
});

test.each([
  ['as nobody receives anything, only to the last change', [null, null], 0, 9, 8],
  ['from the first that anybody receives', [null, 3, 6], 0, 9, 3],
  ['no further back than was asked', [3], 5, 9, 5],
  ['to the last change where all were made after it', [20], 0, 9, 8],
  ['in a shard without members to the last', [], 0, 9, 8],
])('a shard’s part of the feed is read %s', (_, after, from, through, expected) => {
  const members = after.map((receivesAfter) => ({ receivesAfter }));
  expect(wantedAfter(members, from, through)).toBe(expected);
});

describe('a checkpoint', () => {
  const wish = { filters: all, receivesAfter: 1 };

  test('counts what was to be received of a stretch, and sums up its ids', () => {
    const one = checkpointOver(wish, [told(1), told(2), told(3)], { after: 0, through: 7 });
    expect(one).toMatchObject({ fromSequence: 1, toSequence: 7, matched: 2 });
    const other = checkpointOver(wish, [told(2), told(3)], { after: 1, through: 3 });
    expect(other).toMatchObject({ fromSequence: 2, sha256OfIds: one.sha256OfIds });
    const less = checkpointOver(wish, [told(3)], { after: 0, through: 7 });
    expect(less.sha256OfIds).not.toBe(one.sha256OfIds);
  });

  test('has one id a subscription and day, and another in a copy', () => {
    const id = checkpointId('sub_a', '2026-11-24');
    expect(id).toMatch(/^msg_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(checkpointId('sub_a', '2026-11-24')).toBe(id);
    const others = [
      checkpointId('sub_b', '2026-11-24'),
      checkpointId('sub_a', '2026-11-25'),
      checkpointId('sub_a', '2026-11-24', 'f'),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
  });
});
