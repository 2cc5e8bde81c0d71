import type { Day } from '../../core/calendar.ts';
import { type Html, html } from '../parts/html.ts';

export type CurvePoint = { on: Day; parties: number };
export type CurveMark = { on: Day; text: string; kind: 'urging' | 'act' };

type Options = {
  points: readonly CurvePoint[];
  marks: readonly CurveMark[];
  from: Day;
  to: Day;
  label: string;
  number: (value: number) => string;
};

const [width, height] = [1040, 330];
const [left, right, top, bottom] = [44, width - 64, 44, height - 34];
const ordinal = (day: Day): number => Date.parse(day) / 86_400_000;

/** The number of parties over time as steps, with marks at notable days. */
export function curve({ points, marks, from, to, label, number }: Options): Html {
  const most = Math.max(10, ...points.map(({ parties }) => parties));
  const ceiling = Math.ceil(most / 50) * 50;
  const x = (day: Day) =>
    round(left + ((ordinal(day) - ordinal(from)) / (ordinal(to) - ordinal(from))) * (right - left));
  const y = (parties: number) => round(bottom - (parties / ceiling) * (bottom - top));
  const at = (day: Day) => points.findLast(({ on }) => on <= day)?.parties ?? 0;
  const last = points.at(-1)?.parties ?? 0;
  const steps = points.map(({ on, parties }) => `H${x(on)}V${y(parties)}`).join('');
  const path = `M${left} ${y(0)}${steps}H${right}`;
  return html`<div class="wide" tabindex="0" role="region" aria-label="${label}"><svg class="curve" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
${levels(ceiling).map(
  (level) =>
    html`<line x1="${left}" x2="${right}" y1="${y(level)}" y2="${y(level)}" class="grid"/><text x="${left - 8}" y="${y(level) + 4}" text-anchor="end" class="year">${number(level)}</text>`,
)}
${decades(from, to).map((year) => html`<text x="${x(`${year}-01-01`)}" y="${bottom + 22}" text-anchor="middle" class="year">${year}</text>`)}
<path d="${path}V${y(0)}Z" class="area"/><path d="${path}" class="step"/>
<text x="${right + 8}" y="${y(last) + 5}" class="strong">${number(last)}</text>
${marks.map((mark, index) => markAt(mark, x(mark.on), y(at(mark.on)), index))}
</svg></div>`;
}

/** Labels alternate between two rows, because neighbouring ones would overlap. */
function markAt({ text, kind }: CurveMark, x: number, y: number, index: number): Html {
  const row = 14 + (index % 2) * 17;
  const isLate = x > width / 2;
  return html`<line x1="${x}" x2="${x}" y1="${row + 4}" y2="${bottom}" class="mark-line ${kind}"/><circle cx="${x}" cy="${y}" r="5" class="point ${kind}"/><text x="${isLate ? x - 5 : x + 5}" y="${row}" text-anchor="${isLate ? 'end' : 'start'}">${text}</text>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

const levels = (ceiling: number): number[] =>
  Array.from({ length: ceiling / 50 + 1 }, (_, index) => index * 50);

function decades(from: Day, to: Day): number[] {
  const [first, last] = [Number(from.slice(0, 4)) + 1, Number(to.slice(0, 4))];
  const step = [1, 2, 5, 10, 20].find((one) => (last - first) / one <= 12) ?? 50;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index).filter(
    (year) => year % step === 0,
  );
}
