import { parse } from 'csv-parse/sync';
import { firstDayIn } from '../day.ts';
import { type Draft, emptyDraft } from '../reading.ts';
import { understandMatrix } from './matrix.ts';
import { codeIn } from './reference.ts';

const delimiters = [',', ';', '\t'] as const;
type MatrixHeading = { delimiter: string; names: string[] };

/**
 * The heading of a matrix in CSV, with whichever delimiter; undefined for any other text, also for a web
 * page.
 */
export function headingOf(start: string): MatrixHeading | undefined {
  const [line = ''] = start.trimStart().split(/\r?\n|\r/, 1);
  if (line.startsWith('<') || line.length > longestHeading) return undefined;
  return delimiters
    .map((delimiter) => ({ delimiter, names: line.split(delimiter) }))
    .find(({ names }) => names.length > 1 && names.some((name) => codeIn(name)));
}

const longestHeading = 20_000;
const mostRows = 2000;
const mostLetters = 2_000_000;

/** Reads the matrix from a CSV file, as people pass it on, with the day in a column of its own. */
export function readMatrixFile(text: string): Draft {
  if (text.length > mostLetters)
    return { ...emptyDraft('normlex-matrix-csv'), faults: ['It is longer than any known matrix.'] };
  const [heading = [], ...rows] = parse(text, {
    delimiter: headingOf(text)?.delimiter ?? ',',
    trim: true,
    relax_column_count: true,
    skip_records_with_empty_values: true,
    to: mostRows,
  });
  const places = heading.flatMap((name, at) => (codeIn(name) ? [at] : []));
  const who = heading.findIndex((name) => /countr|member|state/i.test(name));
  const draft = understandMatrix(
    'normlex-matrix-csv',
    places.map((at) => codeIn(heading[at] ?? '') ?? ''),
    rows.map((row) => [row[Math.max(who, 0)] ?? '', ...places.flatMap((at) => row[at] ?? [])]),
  );
  return { ...draft, ...dayOf(heading, rows, draft.faults) };
}

function dayOf(heading: string[], rows: string[][], faults: string[]): Pick<Draft, 'statusAsAt' | 'faults'> {
  const column = heading.findIndex((name) => /date|as at/i.test(name));
  if (column < 0) return { statusAsAt: null, faults };
  const days = new Set(rows.map((row) => firstDayIn(row[column] ?? '')));
  const [day = null] = days.size === 1 ? days : [];
  return { statusAsAt: day, faults: [...faults, ...(day ? [] : ['Its rows speak for different days.'])] };
}
