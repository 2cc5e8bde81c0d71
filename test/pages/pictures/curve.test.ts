import { expect, test } from 'vitest';
import { curve } from '../../../functions/pages/pictures/curve.ts';

const drawn = String(
  curve({
    points: [
      { on: '1970-01-01', parties: 10 },
      { on: '1980-01-01', parties: 50 },
    ],
    marks: [
      { on: '1970-01-01', text: 'first', kind: 'act' },
      { on: '1990-01-01', text: 'last', kind: 'urging' },
    ],
    from: '1970-01-01',
    to: '1990-01-01',
    label: 'Parties',
    number: String,
  }),
);

test('steps go from left to right and up to the latest number', () => {
  const steps = /<path d="M44 (\d+)((?:H[\d.]+V[\d.]+)+)H(\d+)" class="step"/.exec(drawn);
  const [, ground, path = '', end] = steps ?? [];
  const corners = [...path.matchAll(/H([\d.]+)V([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
  expect([ground, end]).toEqual(['296', '976']);
  expect(corners).toEqual([
    [44, 245.6],
    [509.9, 44],
  ]);
});

test('marks stand on the curve at their days, and the scale ends above the most', () => {
  const points = [...drawn.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [x, y]);
  expect(points).toEqual([
    ['44', '245.6'],
    ['976', '44'],
  ]);
  expect([...drawn.matchAll(/class="year">(\d+)</g)].map(([, one]) => Number(one))).toEqual([
    0, 50, 1972, 1974, 1976, 1978, 1980, 1982, 1984, 1986, 1988, 1990,
  ]);
});
