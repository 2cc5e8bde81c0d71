import { csvFormatRow } from 'd3-dsv';
import type { File } from '../answer.ts';
import { type AnyTable, allTables, type TableName } from './columns.ts';

/** A row by column name; null is an empty cell. */
export type CsvRow = Readonly<Record<string, string | number | boolean | null | undefined>>;

const byteOrderMark = '\ufeff';

/**
 * CSV after RFC 4180, with a byte-order mark, so that spreadsheets read it as UTF-8. A text that a
 * spreadsheet would run as a formula gets an apostrophe before it
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function csv(columns: readonly string[], rows: readonly CsvRow[]): string {
  const cells = rows.map((row) => columns.map((name) => disarmed(row[name])));
  return `${byteOrderMark}${[columns, ...cells].map((row) => `${csvFormatRow([...row])}\r\n`).join('')}`;
}

const formula = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

function disarmed(value: CsvRow[string]): string {
  const text = String(value ?? '');
  return formula.test(text) ? `'${text}` : text;
}

export const ndjson = (columns: readonly string[], rows: readonly CsvRow[]): string =>
  rows
    .map((row) => `${JSON.stringify(Object.fromEntries(columns.map((name) => [name, row[name] ?? null])))}\n`)
    .join('');

const namesOf = (table: AnyTable): string[] => allTables[table].columns.map(({ name }) => name);

/** A table as a spreadsheet opens it; the page of the whole record describes its columns. */
export const csvFile = (table: AnyTable, rows: readonly CsvRow[], name: string): File => ({
  type: 'text/csv; charset=utf-8; header=present',
  body: csv(namesOf(table), rows),
  name: `${name}.csv`,
  about: `/data#${table}`,
});

export const ndjsonFile = (table: TableName, rows: readonly CsvRow[], name: string): File => ({
  type: 'application/x-ndjson; charset=utf-8',
  body: ndjson(namesOf(table), rows),
  name: `${name}.ndjson`,
  about: `/data#${table}`,
});
