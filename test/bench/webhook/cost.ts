import { readFileSync } from 'node:fs';
import type { Row } from '../running/table.ts';

const guide = new URL('../../../functions/deliver/README.md', import.meta.url);

const most = { calls: 2.5, units: 5, dollars: 5 };

/** Measures what the guide says a delivery costs: a test counts its table. */
export async function cost(): Promise<Row[]> {
  const text = readFileSync(guide, 'utf8');
  const cells = text.match(/\| \*\*in all\*\* \| ([\d./ |]+)/)?.[1]?.split('|') ?? [];
  const [ordinary = [], alone = []] = cells.map((cell) => cell.split('/').map(Number));
  const dollars = Number(text.match(/\| \*\*in all\*\* \| \*\*\$([\d.]+)\*\*/)?.[1]);
  return [
    row('a delivery of ten, counted', ordinary, true),
    row('… one that comes alone', alone, false),
    {
      name: '… a million of them, by the prices in the guide',
      ours: `$${dollars.toFixed(2)}`,
      target: `≤ $${most.dollars.toFixed(2)}`,
      within: dollars <= most.dollars,
    },
  ];
}

function row(name: string, [calls = Number.NaN, write = 0, read = 0]: number[], isJudged: boolean): Row {
  const units = write + read;
  const shown = { name, ours: `${calls.toFixed(2)} calls, ${units.toFixed(2)} units` };
  if (!isJudged) return shown;
  const within = calls <= most.calls && units <= most.units;
  return { ...shown, target: `≤ ${most.calls}, ≤ ${most.units}`, within };
}
