import { quantile } from './measure.ts';

/** One line of the table; a ratio without a target is shown and not judged. */
export type Row = {
  name: string;
  ours: string;
  beside?: string;
  ratio?: number;
  /** The bound on the ratio, or on whatever decides `within`. */
  target?: string;
  within?: boolean;
};

export const atLeast = (ratio: number, bound: number) => ({
  ratio,
  target: `≥ ${bound}`,
  within: ratio >= bound,
});

export const atMost = (ratio: number, bound: number) => ({
  ratio,
  target: `≤ ${bound}`,
  within: ratio <= bound,
});

/** Milliseconds: the median, and the 99th percentile. */
export const spread = (samples: readonly number[]): string =>
  `p50 ${quantile(samples, 0.5).toFixed(0)} ms, p99 ${quantile(samples, 0.99).toFixed(0)} ms`;

const heads = ['what', 'ours', 'beside', 'ratio', 'target', 'ok'];

export function print(rows: readonly Row[]): string {
  const lines = [heads, ...rows.map(cells)];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const text = lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return text.map((line) => `${line.trimEnd()}\n`).join('');
}

function cells({ name, ours, beside = '', ratio, target = '', within }: Row): string[] {
  const ok = within === undefined ? '' : within ? 'yes' : 'NO';
  return [name, ours, beside, ratio === undefined ? '' : ratio.toFixed(2), target, ok];
}
