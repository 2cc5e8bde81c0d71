import { binds, signs } from '../cell-kind.ts';
import type { Cell, Draft } from '../reading.ts';
import { line, quoted } from '../text.ts';
import { columnOf, type PrintedColumn } from './columns.ts';
import { datesOf } from './dates.ts';

/** A list of participants as a page or file prints it: its headings, and the texts of each row. */
export type Grid = {
  headings: string[];
  rows: { participant: string; notes: string[]; declares: boolean; cells: string[] }[];
};

type Understood = Pick<Draft, 'columns' | 'rows' | 'faults' | 'counted'>;

/** The longest list known has 200 rows under 5 columns. */
const most = { columns: 50, rows: 2000 };

/** Reads the dates by their headings, and adds them up as the depositary does. */
export function understand(grid: Grid): Understood {
  if (grid.headings.length > most.columns || grid.rows.length > most.rows)
    return {
      columns: [],
      rows: [],
      faults: ['It has more rows or columns than any known document.'],
      counted: { signatories: [0], parties: [0] },
    };
  const columns = grid.headings.slice(1).map((heading) => columnOf(line(heading)));
  const faults = columns.flatMap((column) => column.faults);
  if (grid.headings.length > 0 && !/^participant\b/i.test(line(grid.headings[0] ?? '')))
    faults.push(
      `The list begins with a column ${quoted(grid.headings[0] ?? '')} instead of the participants.`,
    );
  const rows = grid.rows.map(({ cells, ...row }) => {
    if (cells.length !== columns.length)
      faults.push(
        `The row of ${quoted(row.participant)} has ${cells.length} cells under ${columns.length} columns.`,
      );
    const read = columns
      .slice(0, cells.length)
      .map((column, index) => datesOf(cells[index] ?? '', column, index, row.participant));
    faults.push(...read.flatMap((one) => one.faults));
    return { ...row, cells: read.flatMap((one) => one.cells) };
  });
  return { columns: columns.map(({ heading }) => heading), rows, faults, counted: sums(columns, rows) };
}

/**
 * Adds up "Parties" in both ways that depositaries count: dates in the last binding column, and participants
 * with a binding date in any column. If no column binds, every date that is no signature does.
 */
function sums(columns: readonly PrintedColumn[], rows: Draft['rows']): Draft['counted'] {
  const last = columns.findLastIndex((column) => column.binds);
  const kept = rows.map(({ cells }) => cells.filter(({ withdrawn }) => !withdrawn));
  const isBinding = ({ kind, column }: Cell): boolean =>
    last < 0 ? !signs(kind) : binds(kind) || (kind === null && columns[column]?.binds === true);
  return {
    signatories: [kept.flat().filter(({ kind }) => signs(kind)).length],
    parties: [
      kept.flat().filter((cell) => cell.column === last && isBinding(cell)).length,
      kept.filter((cells) => cells.some(isBinding)).length,
    ],
  };
}
