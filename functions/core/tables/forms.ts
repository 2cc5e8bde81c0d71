import { csvFormatValue } from 'd3-dsv';
import type { Row } from './row.ts';

/** How a table is written: what comes first, and lines of the parts of rows. */
export type Form = {
  type: string;
  begin: (names: readonly string[]) => string;
  /** Some cells of a row as they stand in its line. */
  cells: (names: readonly string[], row: Row) => string;
  line: (parts: string) => string;
};

export type FormName = 'csv' | 'ndjson';

/** Stands between parts of a line. */
export const comma = ',';

const byteOrderMark = '\ufeff';

/**
 * CSV as RFC 4180 has it, with a byte-order mark, so that spreadsheets read it as UTF-8. A text that a spreadsheet would
 * run as a formula is preceded by an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection).
 */
const csv: Form = {
  type: 'text/csv; charset=utf-8; header=present',
  begin: (names) => `${byteOrderMark}${names.join(comma)}\r\n`,
  cells: (names, row) => names.map((name) => csvFormatValue(disarmed(row[name]))).join(comma),
  line: (parts) => `${parts}\r\n`,
};

const formula = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

function disarmed(value: Row[string]): string {
  const text = String(value ?? '');
  return formula.test(text) ? `'${text}` : text;
}

const ndjson: Form = {
  type: 'application/x-ndjson; charset=utf-8',
  begin: () => '',
  cells: (names, row) => names.map((name) => `"${name}":${JSON.stringify(row[name] ?? null)}`).join(comma),
  line: (parts) => `{${parts}}\n`,
};

export const forms: Readonly<Record<FormName, Form>> = { csv, ndjson };

/** All of a row's own cells. */
export const allCells = (form: Form, row: Row): string => form.cells(Object.keys(row), row);
