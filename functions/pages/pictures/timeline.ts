import type { Day } from '../../core/calendar.ts';
import { type Html, html, none } from '../parts/html.ts';
import type { TimelineEvent } from './events.ts';
import type { Span } from './spans.ts';

export type Lane = { name: string; events: readonly TimelineEvent[]; spans: readonly Span<string>[] };

type Options = {
  lanes: readonly Lane[];
  today: Day;
  /** The marked day, if it is not today. */
  asOf: Day;
  label: string;
  dayText: (day: Day) => string;
};

const width = 1040;
const left = 12;
const right = width - 12;
const rowHeight = 19;
const ordinal = (day: Day): number => Date.parse(day) / 86_400_000;

type Scale = (day: Day) => number;

/** Lanes along one time axis: bars for statuses, marks for acts, each with its name and day. */
export function timeline({ lanes, today, asOf, label, dayText }: Options): Html {
  const days = lanes.flatMap(({ events, spans }) => [
    ...events.map(({ on }) => on),
    ...spans.map(({ from }) => from),
  ]);
  const first = days.reduce((a, b) => (a < b ? a : b), today);
  const last = days.reduce((a, b) => (a > b ? a : b), today);
  const scale: Scale = (day) =>
    Math.round(
      left + ((ordinal(day) - ordinal(first)) / Math.max(1, ordinal(last) - ordinal(first))) * (right - left),
    );
  let top = 0;
  const drawn = lanes.map((lane) => {
    const { height, picture } = laneOf(lane, scale, top, dayText);
    top += height;
    return picture;
  });
  return html`<div class="wide" tabindex="0" role="region" aria-label="${label}"><svg class="timeline" viewBox="0 0 ${width} ${top + 34}" role="img" aria-label="${label}">
${years(first, last, scale, top)}
${asOf < first || asOf > last || asOf === today ? none : vertical(scale(asOf), top, 'marked')}
${vertical(scale(today), top, 'today')}
${drawn}</svg></div>`;
}

const vertical = (x: number, bottom: number, name: string): Html =>
  html`<line x1="${x}" x2="${x}" y1="0" y2="${bottom}" class="${name}"/>`;

function years(first: Day, last: Day, scale: Scale, bottom: number): Html[] {
  const [from, to] = [Number(first.slice(0, 4)) + 1, Number(last.slice(0, 4))];
  const step = [1, 2, 5, 10, 20, 50].find((one) => (to - from) / one <= 13) ?? 100;
  const marks = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index).filter(
    (year) => year % step === 0,
  );
  return marks.map((year) => {
    const x = scale(`${year}-01-01`);
    return html`${vertical(x, bottom, 'grid')}<text x="${x}" y="${bottom + 20}" text-anchor="middle" class="year">${year}</text>`;
  });
}

function laneOf(
  lane: Lane,
  scale: Scale,
  top: number,
  dayText: (day: Day) => string,
): { height: number; picture: Html } {
  const labels = placed(lane.events, scale, dayText);
  const rows = Math.max(1, ...labels.map(({ row }) => row + 1));
  const base = top + 26 + rows * rowHeight + 8;
  const picture = html`<g><text x="${left}" y="${top + 18}" class="lane">${lane.name}</text>
<line x1="${left}" x2="${right}" y1="${base}" y2="${base}" class="axis"/>
${lane.spans.map(({ from, to, status }) => bar(scale(from), to ? scale(to) : right, base, status))}
${labels.map(({ event, x, row, atEnd, text }) => {
  const y = top + 26 + (rows - row) * rowHeight - 6;
  return html`<line x1="${x}" x2="${x}" y1="${y + 3}" y2="${base}" class="leader"/><text x="${atEnd ? x - 4 : x + 4}" y="${y}" text-anchor="${atEnd ? 'end' : 'start'}">${text}</text>${marker(event, x, base)}`;
})}</g>`;
  return { height: base - top + 20, picture };
}

const bar = (from: number, to: number, y: number, status: string): Html =>
  html`<rect x="${from}" y="${y - 4}" width="${Math.max(2, to - from)}" height="8" class="bar b-${status}"/>`;

type PlacedEvent = { event: TimelineEvent; x: number; row: number; atEnd: boolean; text: string };

type TakenLabel = { from: number; to: number; x: number; row: number };

/** Places each label in the lowest row where it is free and no line to a mark crosses a text. */
function placed(
  events: readonly TimelineEvent[],
  scale: Scale,
  dayText: (day: Day) => string,
): PlacedEvent[] {
  const taken: TakenLabel[] = [];
  const labels = sided(
    events.map((event) => {
      const text = `${event.label} ${dayText(event.on)}`;
      return { event, x: scale(event.on), text, length: lengthOf(text) };
    }),
  );
  const onTheLeft = labels.filter(({ atEnd }) => atEnd);
  const onTheRight = labels.filter(({ atEnd }) => !atEnd).toReversed();
  return [...onTheLeft, ...onTheRight].map(({ length, ...label }) => {
    const { x, atEnd } = label;
    const span = atEnd ? { from: x - length - 8, to: x } : { from: x, to: x + length + 8 };
    let row = 0;
    while (row < labels.length && taken.some((other) => disturbs({ ...span, x, row }, other))) row += 1;
    taken.push({ ...span, x, row });
    return { ...label, row };
  });
}

/**
 * Whether two labels disturb each other: in one row, if they overlap; in two rows, if the higher one's line
 * crosses the lower one's text.
 */
function disturbs(one: TakenLabel, other: TakenLabel): boolean {
  if (one.row === other.row) return one.from < other.to && other.from < one.to;
  const [higher, lower] = one.row > other.row ? [one, other] : [other, one];
  return lower.from < higher.x && higher.x < lower.to;
}

type Label = { event: TimelineEvent; x: number; text: string; length: number };

/**
 * Puts a label that would leave the picture on the left of its mark, and also each label that it then covers,
 * because their lines would cross its text.
 */
function sided(labels: readonly Label[]): (Label & { atEnd: boolean })[] {
  let reach = right;
  return labels
    .toReversed()
    .map((label) => {
      const { x, length } = label;
      const atEnd = x + length > right || (x > reach && x - length > left);
      if (atEnd) reach = Math.min(reach, x - length - 8);
      return { ...label, atEnd };
    })
    .toReversed();
}

/** The greatest width of a text in the picture's units; Chinese characters count double. */
const lengthOf = (text: string): number =>
  [...text].reduce((sum, char) => sum + (char > '\u2e80' ? 14 : 7.6), 0);

function marker({ shape }: TimelineEvent, x: number, y: number): Html {
  switch (shape) {
    case 'urging':
      return html`<path d="M${x} ${y - 7}l7 7-7 7-7-7z" class="e-urging"/>`;
    case 'domestic':
      return html`<rect x="${x - 5}" y="${y - 5}" width="10" height="10" class="e-domestic"/>`;
    case 'effect':
      return html`<path d="M${x - 6} ${y - 7}l12 7-12 7z" class="e-effect"/>`;
    case 'leaving':
      return html`<path d="M${x - 5} ${y - 5}l10 10M${x + 5} ${y - 5}l-10 10" class="e-leaving"/>`;
    case 'treaty':
    case 'statement':
      return html`<rect x="${x - 2.5}" y="${y - 7}" width="5" height="14" class="e-${shape}"/>`;
    default:
      return html`<circle cx="${x}" cy="${y}" r="6.5" class="e-${shape}"/>`;
  }
}
