import type { Reading } from './reading.ts';

/** Splits a matrix into one reading per instrument; any other document is one reading already. */
export function partsOf(reading: Reading): Reading[] {
  if (!isMatrix(reading)) return [reading];
  return reading.columns.map((reference, at) => ({
    ...reading,
    reference,
    columns: [reference],
    rows: reading.rows.map((row) => ({
      ...row,
      cells: row.cells.filter(({ column }) => column === at).map((cell) => ({ ...cell, column: 0 })),
    })),
  }));
}

/**
 * Whether it is a matrix. Only participants on record are compared with one, because its years alone are no
 * evidence of anybody else.
 */
export const isMatrix = ({ document }: Reading): boolean => document.startsWith('normlex-matrix');
