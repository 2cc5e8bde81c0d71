import { describe, expect, test } from 'vitest';
import { addDays } from '../../../functions/core/calendar.ts';
import type { Check } from '../../../functions/core/check.ts';
import type { Holdings } from '../../../functions/core/law/holdings.ts';
import { type Outline, outlineOf, outlineOn, outlinesOf } from '../../../functions/core/law/outline.ts';
import { viewState } from '../../../functions/core/law/state-view.ts';
import { act, catalogue, cited, holdings, instrument, notice } from '../../support/core-builders.ts';

const iccpr = instrument({ withdrawalRule: notice() });
const later = instrument({ id: 'later', adoptedOn: '1990-01-01', inForceOn: '1992-01-01' });
const revised = instrument({
  automaticDenunciations: [{ by: 'later', from: 'entry-into-force', clause: 'article 9' }],
});
const ended = instrument({
  termination: { kind: 'abrogation', on: '2000-01-01', rule: 'decision', sources: [cited] },
});

const ratified = act('ratification', '1980-05-03');
const left = act('denunciation', '1990-02-01');

const lives: Record<string, [typeof iccpr, ReturnType<typeof act>[]]> = {
  'a State that signs and ratifies': [iccpr, [act('signature', '1975-01-01'), ratified]],
  'one that ratifies before the instrument is in force': [iccpr, [act('ratification', '1970-01-01')]],
  'one that leaves': [iccpr, [ratified, left]],
  'one that thinks better of it': [iccpr, [ratified, left, act('rescission', '1990-06-01')]],
  'one that leaves and comes back': [iccpr, [ratified, left, act('accession', '1995-01-01')]],
  'one that joins anew before it has left': [iccpr, [ratified, left, act('accession', '1990-06-01')]],
  'one that withdraws its signature': [
    iccpr,
    [act('signature', '1975-01-01', { id: left.id }), act('withdrawal', '1978-01-01', { refersTo: left.id })],
  ],
  'one that consents to what revises it': [
    revised,
    [ratified, act('accession', '1991-11-20', { instrument: 'later' })],
  ],
  'one that joins both before the later is in force, and leaves the later in time': [
    { ...revised, withdrawalRule: notice() },
    [
      ratified,
      act('accession', '1991-01-01', { instrument: 'later' }),
      act('denunciation', '1991-06-01', { instrument: 'later', effectiveOn: '1991-09-01' }),
    ],
  ],
  'a party when the instrument ends': [ended, [ratified]],
  'one that is not a party yet when it ends': [ended, [act('ratification', '1999-12-01')]],
};

/** Every fourth week, and the days around each that an outline or an act names. */
function daysAround(named: readonly string[]): string[] {
  const around = named.flatMap((day) => [addDays(day, -1), day, addDays(day, 1)]);
  return [...Array.from({ length: 440 }, (_, at) => addDays('1969-12-30', 28 * at)), ...around];
}
const statuses = ({ under }: Outline): string =>
  [...under].map(([instrument, { status }]) => `${instrument} ${status}`).join();

describe('an outline of every day says what a fold on that day says', () => {
  test.each(Object.entries(lives))('%s', (_, [under, acts]) => {
    const known = catalogue([under, later]);
    const all: Holdings = holdings(acts);
    const outlines = outlinesOf(viewState(known, all, { asOf: '2200-12-31' }), all);
    const folded = (day: string) => outlineOf(viewState(known, all, { asOf: day }), all);
    expect(outlineOn(outlines, '1985-01-01')).toEqual(folded('1985-01-01'));
    const turns = outlines.under.flatMap((one) => one.turns.map(({ on }) => on));
    const days = daysAround([...turns, ...acts.map(({ doneOn }) => doneOn)]);
    const differs = days.filter((day) => statuses(outlineOn(outlines, day)) !== statuses(folded(day)));
    expect(differs).toEqual([]);
  });
});

test('has each turn of a status once, on its first day, though acts that change nothing lie between', () => {
  const acts = [
    act('signature', '1975-01-01'),
    act('reservation', '1975-06-01'),
    ratified,
    act('accession', '1985-01-01'),
    left,
  ];
  const all = holdings(acts);
  expect(outlinesOf(viewState(catalogue([iccpr]), all, { asOf: '1980-01-01' }), all).under[0]?.turns).toEqual(
    [
      { on: '1975-01-01', status: 'signatory' },
      { on: '1980-05-03', status: 'contracting-state' },
      { on: '1980-08-03', status: 'party' },
      { on: '1991-02-01', status: 'former-party' },
    ],
  );
});

describe('an outline', () => {
  const check: Check = {
    on: '2025-12-01',
    state: 'CHN',
    instrument: 'later',
    source: cited,
    recordedAt: '2026-02-01T00:00:00.000Z',
    recordedBy: 'test',
  };
  const outline = (...[acts, over]: Parameters<typeof holdings>) => {
    const all = holdings(acts, over);
    return outlineOf(viewState(catalogue([iccpr, later]), all, { asOf: '2026-03-01' }), all);
  };

  test('has the instruments under which something is done or was looked at, and no others', () => {
    expect(outline().under.size).toBe(0);
    expect(outline([act('ratification', '1980-05-03', { instrument: 'unheard-of' })]).under.size).toBe(0);
    expect([...outline([ratified]).under]).toMatchObject([['iccpr', { status: 'party' }]]);
    expect([...outline([], { checks: [check] }).under]).toMatchObject([
      ['later', { status: 'no-action', lastCheckedOn: '2026-01-01' }],
    ]);
  });

  test('names the record that was written last, of those at one instant the one with the later id', () => {
    const late = act('denunciation', '1990-02-01', { recordedAt: '2026-02-02T00:00:00.000Z' });
    const [first, second] = [act('signature', '1975-01-01'), act('ratification', '1980-05-03')];
    const lastOf = (...acts: ReturnType<typeof act>[]) => outline(acts).last;
    expect(lastOf()).toBeNull();
    expect(lastOf(late, first)).toMatchObject({ action: late.id, kind: 'denunciation', instrument: 'iccpr' });
    expect(lastOf(first, late)?.recordedAt).toBe('2026-02-02T00:00:00.000Z');
    expect(lastOf(second, first)?.action).toBe(second.id);
    expect(lastOf(first, second)?.action).toBe(second.id);
  });
});
