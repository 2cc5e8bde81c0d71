import { firstDayIn } from '../day.ts';
import { type Cell, type Draft, emptyDraft } from '../reading.ts';
import { line, lineOf, quoted } from '../text.ts';
import { cellsOf, type Element, first, nearest, type Tree } from '../tree.ts';
import { languageFaults } from './language.ts';
import { codeIn } from './reference.ts';

/** NORMLEX's number for the page of ratifications of fundamental instruments by country. */
const matrixPage = '10011';

/** Reads the matrix as a page: two rows of headings, then a year for each instrument that a country has ratified. */
export function readMatrixPage({ root }: Tree): Draft {
  const table = first(
    root,
    ({ name, attributes }) => name === 'table' && /\bgrid\b/.test(attributes.class ?? ''),
  );
  const rows = (table ? nearest(table, 'tr', 'table') : []).filter((row) => !isAside(row)).map(cellsOf);
  const body = rows.filter(
    (cells) => cells.some((cell) => cell.name === 'td') && !codesOf(cells.map((c) => lineOf(c))),
  );
  const heading = rows.map((cells) => cells.map((cell) => lineOf(cell))).find((texts) => codesOf(texts));
  const text = lineOf(root, ({ name }) => name === 'script' || name === 'style' || name === 'table');
  const draft = understandMatrix('normlex-matrix', codesOf(heading ?? []) ?? [], body.map(yearsOf));
  return {
    ...draft,
    statusAsAt: firstDayIn(/\b(?:as at|as of|updated|date)\b(.{0,60})/i.exec(text)?.[1] ?? ''),
    faults: [...languageFaults(root, text), ...draft.faults],
  };
}

/** A remark between rows spans all columns and is no row. */
const isAside = (row: Element): boolean =>
  /\bnote\b/.test(row.attributes.class ?? '') ||
  (cellsOf(row).length === 1 && Number(cellsOf(row)[0]?.attributes.colspan) > 1);

/**
 * A row's country and years: a year is in `span.show_year`, an empty cell has `span.noValue`, any other cell
 * gives its text.
 */
const yearsOf = (cells: Element[]): string[] =>
  cells.map((cell, at) => (at === 0 ? lineOf(cell) : yearOf(cell)));

function yearOf(cell: Element): string {
  const said = lineOf(cell);
  const year = first(cell, hasClass('show_year'));
  if (!year) return first(cell, hasClass('noValue')) ? '' : said;
  const shown = lineOf(year);
  const denounced = /den\D{0,40}(?:\d{1,2} [A-Za-z]{3,9} )?\d{4}/i.exec(said)?.[0];
  return denounced === undefined || /den/i.test(shown) ? shown : `${shown} ${denounced}`;
}

const hasClass =
  (name: string) =>
  ({ attributes }: Element): boolean =>
    (attributes.class ?? '').split(/\s+/).includes(name);

/** The codes of the instruments, if these texts are the headings of columns. */
const codesOf = (texts: readonly string[]): string[] | undefined => {
  const codes = texts.flatMap((text) => codeIn(text) ?? []);
  return codes.length > 0 ? codes : undefined;
};

/** Turns rows, each a country and a cell per instrument, into a reading's rows. */
export function understandMatrix(document: Draft['document'], columns: string[], rows: string[][]): Draft {
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

/**
 * Reads `1958`, `1958.0` as some programs write it, or `1958den.:1990` for a ratification denounced in 1990.
 */
function cellOf(text: string, column: number, participant: string, faults: string[]): Cell[] {
  if (/^[-–—.]?$/.test(text)) return [];
  const year = /^(1[89]\d\d|2[01]\d\d)(?:\.0)?(?: ?\(?den\D*(?:\d{1,2} [A-Za-z]{3,9} )?(\d{4})\)?)?$/i.exec(
    text,
  );
  if (!year?.[1]) {
    faults.push(`In the row of ${quoted(participant)} ${quoted(text)} was not understood.`);
    return [];
  }
  return [{ kind: 'ratification', on: year[1], withdrawn: year[2] !== undefined, column }];
}
