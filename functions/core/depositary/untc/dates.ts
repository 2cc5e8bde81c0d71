import { calendarDay, monthOf } from '../day.ts';
import type { Cell } from '../reading.ts';
import { line, quoted } from '../text.ts';
import type { PrintedColumn } from './columns.ts';

type Dates = { cells: Cell[]; faults: string[] };

const longest = 400;
const piece = /[[\]]|(\d{1,2}) ([A-Za-z]{3,9})\.? (\d{4})(?: ?([A-Za-z]{1,2})(?![A-Za-z]))?|[^[\]\s]+/g;

/**
 * Reads the dates of one cell, such as `5 Oct 1998 a` or `[24 Mar 2011 n]`; what is in brackets no longer
 * counts.
 */
export function datesOf(text: string, column: PrintedColumn, index: number, participant: string): Dates {
  const cells: Cell[] = [];
  const faults: string[] = [];
  const said = line(text);
  const unread: string[] = [];
  let withdrawn = false;
  for (const found of said.slice(0, longest).matchAll(piece)) {
    const [whole, day, month, year, mark] = found;
    if (whole === '[') withdrawn = true;
    else if (whole === ']') withdrawn = false;
    else if (!day) unread.push(...(/[\p{L}\p{N}]/u.test(whole) ? [whole] : []));
    else {
      const on = calendarDay(Number(year), monthOf(month ?? ''), Number(day));
      if (on) cells.push({ kind: kindOf(column, mark), on, withdrawn, column: index });
      else unread.push(whole);
    }
  }
  if (unread.length > 0 || said.length > longest)
    faults.push(`In the row of ${quoted(participant)} ${quoted(said)} was not understood.`);
  for (const cell of cells) if (cell.kind === null) faults.push(unsaid(column));
  return { cells, faults };
}

const kindOf = (column: PrintedColumn, mark: string | undefined): Cell['kind'] =>
  mark === undefined ? column.unmarked : (column.marks.get(mark) ?? null);

const unsaid = (column: PrintedColumn): string =>
  `The column ${quoted(column.heading)} does not say which act each of its dates stands for.`;
