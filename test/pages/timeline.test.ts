import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TimelineEvent } from '../../functions/pages/pictures/events.ts';
import { timeline } from '../../functions/pages/pictures/timeline.ts';

type Text = { from: number; to: number; y: number; x: number };

const attribute = (tag: string, name: string): number =>
  Number(new RegExp(` ${name}="([\\d.]+)"`).exec(tag)?.[1]);

/** The greatest width of a text in the pages' fonts. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, char) => sum + (char > '\u2e80' ? 13 : 7), 0);

/**
 * The labels of a picture from 1900 on, so that later acts have room on both sides, and the lines to their
 * marks.
 */
function drawn(events: readonly TimelineEvent[]) {
  const since1900 = { from: '1900-01-01', to: '1901-01-01', status: 'party' };
  const lanes = [{ name: 'Lane', events, spans: [since1900] }];
  const today = '2026-11-27';
  const picture = String(timeline({ lanes, today, asOf: today, label: 'Picture', dayText: (day) => day }));
  const lines = [...picture.matchAll(/<line[^>]*class="leader"[^>]*>/g)].map(([tag]) => ({
    x: attribute(tag, 'x1'),
    top: attribute(tag, 'y1'),
  }));
  const texts = [...picture.matchAll(/<text([^>]*text-anchor="(?:start|end)"[^>]*)>([^<]*)</g)].map(
    ([, tag = '', text = '']): Text => {
      const [x, y] = [attribute(tag, 'x'), attribute(tag, 'y')];
      const width = widthOf(text);
      return tag.includes('"end"') ? { from: x - width, to: x, x, y } : { from: x, to: x + width, x, y };
    },
  );
  return { lines, texts };
}

const day = fc
  .integer({ min: Date.parse('1950-01-01'), max: Date.parse('2027-12-31') })
  .map((at) => new Date(at).toISOString().slice(0, 10));
const label = fc.constantFrom(
  'Signature',
  'Entrée en vigueur',
  '批准',
  'Approval by the legislature',
  '延伸适用于领土',
);
const event = fc.record({ on: day, shape: fc.constant('consent' as const), label });

/** Events crowded into the last years, as most acts are. */
const crowded = fc
  .array(event, { minLength: 1, maxLength: 14 })
  .map((all) =>
    all.map((one, index) => (index % 2 ? { ...one, on: `202${(index % 6) + 1}${one.on.slice(4)}` } : one)),
  )
  .map((all) => all.toSorted((a, b) => (a.on < b.on ? -1 : 1)));

test('labels never touch one another, and no line goes through one', () => {
  fc.assert(
    fc.property(crowded, (events) => {
      const { texts, lines } = drawn(events);
      expect(texts).toHaveLength(events.length);
      for (const [index, one] of texts.entries())
        for (const other of texts.slice(index + 1))
          expect(one.y === other.y && one.from < other.to && other.from < one.to).toBe(false);
      for (const { x, top } of lines)
        for (const { from, to, y } of texts)
          expect(y > top && from + 1 < x && x < to - 1, `${x} through ${from}–${to}`).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('labels stay within the picture where there is room', () => {
  const { texts } = drawn([
    { on: '1930-06-28', shape: 'treaty', label: 'Adopted' },
    { on: '2026-11-01', shape: 'consent', label: 'Approval by the legislature' },
  ]);
  for (const { from, to } of texts) {
    expect(from).toBeGreaterThanOrEqual(0);
    expect(to).toBeLessThanOrEqual(1040);
  }
});
