import { expect, test } from 'vitest';
import { urgingChanges } from '../../../functions/core/record/announcing.ts';
import { Change, largestChange, type NewChange, placed } from '../../../functions/core/record/change.ts';
import { recordActions } from '../../../functions/core/record/recording.ts';
import type { Source } from '../../../functions/core/source.ts';
import { cited, newAct, settingAt } from '../../support/core-builders.ts';

const now = '2026-11-23T12:00:00.000Z';
const bytes = ({ body }: Change) => Buffer.byteLength(body);

const changeOf = (text: string): NewChange => {
  const action = newAct('declaration', '2020-01-01', { text });
  const [change] = recordActions(settingAt(now), 'iccpr', [{ action }]).changes;
  if (!change) throw new Error('a change was expected');
  return change;
};

test('a change carries its place, its type and its facts in one envelope', () => {
  const change = placed(changeOf('short'), 42, now);
  expect(JSON.parse(change.body)).toMatchObject({
    id: 'chg_000000000042',
    sequence: 42,
    type: 'treaty.action.recorded',
    timestamp: now,
    data: { state: 'CHN', instrument: 'iccpr', action: { kind: 'declaration', text: 'short' } },
  });
  expect(Change.parse(change)).toEqual(change);
  expect(JSON.parse(change.body).data).not.toHaveProperty('truncated');
});

test.each(['x'.repeat(12_000), '\u0000'.repeat(12_000), '条'.repeat(12_000)])(
  'a change of any text is at most 20,000 bytes and still says which act it is',
  (text) => {
    const change = placed(changeOf(text), 42, now);
    expect(bytes(change)).toBeLessThanOrEqual(largestChange);
    const { data } = JSON.parse(change.body);
    expect(data.action).toMatchObject({ kind: 'declaration', doneOn: '2020-01-01' });
    expect(data.url).toBe('https://tracker.example.org/v1/states/CHN/participations/iccpr');
  },
);

test('a thinned change says that it is, and leaves out only what is long', () => {
  const { data } = JSON.parse(placed(changeOf('条'.repeat(12_000)), 42, now).body);
  expect(data.truncated).toBe(true);
  expect(data.action).not.toHaveProperty('text');
  expect(data.action.id).toMatch(/^act_/);
});

test('a document of many urgings is thinned alike', () => {
  const source: Source = {
    id: 'letter',
    title: 'Letter',
    author: 'High Commissioner',
    kind: 'letter',
    on: '2019-04-29',
    citations: [cited],
    urgings: Array.from({ length: 200 }, (_, index) => ({
      id: `u-${index}`,
      state: index % 2 ? 'CHN' : 'FRA',
      kind: 'named',
      instrument: 'iccpr',
      paragraph: 'Annex',
      wording: 'w'.repeat(4000),
    })),
    version: 1,
    recordedAt: now,
    recordedBy: 'test',
  };
  const changes = urgingChanges(source, 'https://tracker.example.org');
  expect(changes.map(({ facts }) => facts.state)).toEqual(['FRA', 'CHN']);
  const change = placed(changes[1] as NewChange, 7, now, true);
  expect(bytes(change)).toBeLessThanOrEqual(largestChange);
  expect(change.quiet).toBe(true);
  expect(JSON.parse(change.body).data).toMatchObject({ state: 'CHN', source: 'letter', truncated: true });
});
