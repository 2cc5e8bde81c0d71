import { forms } from '../../core/tables/forms.ts';
import type { Row } from '../../core/tables/row.ts';
import type { File } from '../answer.ts';
import { type AnyTable, namesOf } from './columns.ts';

/** A table as a spreadsheet opens it; the page of the whole record describes its columns. */
export function csvFile(table: AnyTable, rows: readonly Row[], name: string): File {
  const { type, begin, cells, line } = forms.csv;
  const names = namesOf(table);
  const lines = rows.map((row) => line(cells(names, row)));
  return { type, body: [begin(names), ...lines].join(''), name: `${name}.csv`, about: `/data#${table}` };
}
