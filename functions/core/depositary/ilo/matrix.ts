import { parse } from 'csv-parse/sync';
import { dayIn } from '../day.ts';
import { type Cell, type Draft, emptyDraft } from '../reading.ts';
import { line, lineOf, quoted } from '../text.ts';
import { all, type Element, first, type Tree } from '../tree.ts';

/** NORMLEX's number for the page of ratifications of fundamental instruments by country. */
const matrixPage = '10011';

/** Reads the matrix as a page: two rows of headings, then a year for each instrument that a country has ratified. */
export function readMatrixPage({ root }: Tree): Draft {
  const table = first(
    root,
    ({ name, attributes }) => name === 'table' && /\bgrid\b/.test(attributes.class ?? ''),
  );
  const rows = (table ? all(table, 'tr') : []).map((row) =>
    row.children.filter((cell): cell is Element => typeof cell !== 'string' && /^t[dh]$/.test(cell.name)),
  );
  const body = rows.filter(
    (cells) => cells.some((cell) => cell.name === 'td') && !codesOf(cells.map((c) => lineOf(c))),
  );
  const heading = rows.map((cells) => cells.map((cell) => lineOf(cell))).find((texts) => codesOf(texts));
  const text = lineOf(root, ({ name }) => name === 'script' || name === 'style' || name === 'table');
  return {
    ...understand('normlex-matrix', codesOf(heading ?? []) ?? [], body.map(yearsOf)),
    statusAsAt: dayIn(text),
  };
}

/** Years in `span.show_year`; a cell without one speaks for itself. */
const yearsOf = (cells: Element[]): string[] =>
  cells.map((cell, at) => {
    const year = first(cell, ({ attributes }) => /\bshow_year\b/.test(attributes.class ?? ''));
    return at > 0 && year ? lineOf(year) : lineOf(cell);
  });

/** Reads the matrix as it is passed around as CSV, with the day in a column of its own. */
export function readMatrixFile(text: string): Draft {
  if (text.length > mostLetters)
    return { ...emptyDraft('normlex-matrix-csv'), faults: ['It is longer than any known matrix.'] };
  const [heading = [], ...rows] = parse(text, {
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    to: mostRows,
  });
  const codes = codesOf(heading) ?? [];
  const dates = heading.findIndex((one: string) => /date/i.test(one));
  const days = new Set(rows.map((row: string[]) => dayIn(row[dates] ?? '')));
  const draft = understand(
    'normlex-matrix-csv',
    codes,
    rows.map((row: string[]) => row.slice(0, codes.length + 1)),
  );
  const isOneDay = days.size === 1 && !days.has(null);
  return {
    ...draft,
    statusAsAt: isOneDay ? ([...days][0] ?? null) : null,
    faults: [...draft.faults, ...(isOneDay || dates < 0 ? [] : ['Its rows speak for different days.'])],
  };
}

const mostRows = 2000;
const mostLetters = 2_000_000;

/** The instruments that columns are about, where the texts are such headings. */
export const codesOf = (texts: readonly string[]): string[] | undefined => {
  const codes = texts.flatMap((text) => /(?:^|[^A-Za-z])([CP]\d{2,3})(?!\d)/.exec(text)?.[1] ?? []);
  return codes.length > 0 ? codes.map((code) => `${code[0]}${code.slice(1).padStart(3, '0')}`) : undefined;
};

function understand(document: Draft['document'], columns: string[], rows: string[][]): Draft {
  const faults: string[] = columns.length === 0 ? ['Its columns name no instrument.'] : [];
  const read = rows.map(([who = '', ...years]) => {
    const participant = line(who);
    if (years.length !== columns.length)
      faults.push(
        `The row of ${quoted(participant)} has ${years.length} cells under ${columns.length} columns.`,
      );
    const cells = years.flatMap((year, column) => cellOf(line(year), column, participant, faults));
    return { participant, notes: [], declares: false, cells };
  });
  return { ...emptyDraft(document), reference: matrixPage, columns, rows: read, faults };
}

/** `1958`, or `1958den.:1990` for one that was denounced in 1990. */
function cellOf(text: string, column: number, participant: string, faults: string[]): Cell[] {
  if (/^[-–—.]?$/.test(text)) return [];
  const year = /^(1[89]\d\d|2[01]\d\d)(?: ?\(?den[^\d]*(\d{4})\)?)?$/i.exec(text);
  if (!year?.[1]) {
    faults.push(`In the row of ${quoted(participant)} ${quoted(text)} was not understood.`);
    return [];
  }
  return [{ kind: 'ratification', on: year[1], withdrawn: year[2] !== undefined, column }];
}
