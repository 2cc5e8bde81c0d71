import { firstDayIn } from '../day.ts';
import { type Draft, emptyDraft } from '../reading.ts';
import { lineOf, quoted } from '../text.ts';
import { all, cellsOf, type Element, type Tree } from '../tree.ts';
import { languageFaults } from './language.ts';
import { codeIn } from './reference.ts';

/** Reads NORMLEX's page of one convention or protocol (11300), in today's layout or the one before. */
export function readConventionPage({ root }: Tree): Draft {
  const text = lineOf(root, ({ name }) => name === 'script' || name === 'style');
  const rows = all(root, 'tr')
    .map((row) => ({ row, cells: cellsOf(row).filter(({ name }) => name === 'td') }))
    .filter(isRow)
    .map(rowOf);
  const kept = rows.filter((row) => row.cells.some(({ withdrawn }) => !withdrawn));
  const { reference, title } = headingIn(text);
  return {
    ...emptyDraft('normlex-convention'),
    reference,
    heading: {
      title,
      concluded: '',
      entryIntoForce: /entry into force ?: ?(\d{1,2} [A-Za-z]{3,9} \d{4})/i.exec(text)?.[1] ?? '',
      registration: '',
    },
    counts: { signatories: null, parties: printedCount(text) },
    columns: ['Ratification'],
    rows: rows.map(({ faults: _, note: __, ...row }) => row),
    notes: rows.flatMap(({ notes, note }) => (note === '' ? [] : [{ index: notes[0] ?? '', text: note }])),
    faults: [...languageFaults(root, text), ...rows.flatMap(({ faults }) => faults)],
    counted: { signatories: [], parties: [kept.length, rows.length] },
  };
}

/**
 * Splits a heading such as `C029 - Forced Labour Convention, 1930 (No. 29)`. It is read first, because a page
 * names other conventions too.
 */
function headingIn(text: string): { reference: string | null; title: string } {
  const named = /((?:[CP]\d{1,3}|MLC, ?2006)) ?[-–] ?([^()]{5,200}(?:\((?:No\. ?\d+|MLC, ?2006)\))?)/;
  const found =
    new RegExp(`\\bratifications? of (?:the )?${named.source}`, 'i').exec(text) ?? named.exec(text);
  return { reference: codeIn(found?.[1] ?? '') ?? null, title: found?.[2]?.trim() ?? '' };
}

const printedCount = (text: string): number | null => {
  const digits = /\b(\d{1,3}) ratifications?\b/i.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
};

type Cells = { row: Element; cells: Element[] };

/**
 * In today's layout a row's first cell has the class `firstCol`; before, the row or its cells had
 * `horizontalLine`.
 */
const isRow = ({ row, cells }: Cells): boolean =>
  cells.length >= 2 &&
  [row, ...cells].some(({ attributes }) => /\b(firstCol|horizontalLine)\b/.test(attributes.class ?? '')) &&
  !/^(?:country|date|member)/i.test(lineOf(cells[1]));

function rowOf({ cells: [who, when, status, ...others] }: Cells) {
  const name = who && (all(who, 'a')[0] ?? who);
  const participant = lineOf(name);
  const said = lineOf(status);
  const beside = who && name !== who ? lineOf(who, (one) => one === name) : '';
  const aside = [beside, ...others.map((one) => lineOf(one))].filter((one) => one !== '').join(' ');
  const note = [/^in force$/i.test(said) ? '' : said, aside].filter((one) => one !== '').join(' ');
  const on = firstDayIn(lineOf(when));
  return {
    participant,
    notes: note === '' ? [] : [participant],
    note,
    declares: false,
    faults: [
      ...(isKnown(said) ? [] : [`The status ${quoted(said)} of ${quoted(participant)} was not understood.`]),
      ...(on ? [] : [`In the row of ${quoted(participant)} ${quoted(lineOf(when))} was not understood.`]),
    ],
    cells: on ? [{ kind: 'ratification' as const, on, withdrawn: isLeft(said, aside), column: 0 }] : [],
  };
}

const isKnown = (status: string): boolean =>
  /\bin force\b|\bwill enter into force\b|\bdenounced|denunciation/i.test(status);

/**
 * Whether the ratification was denounced. "Not in force" also stands for one of the last year that is still
 * to enter into force.
 */
const isLeft = (status: string, aside: string): boolean =>
  /\bdenounced|not in force|denunciation/i.test(status) &&
  !/\bwill enter into force\b|\bnot yet in force\b/i.test(`${status} ${aside}`);
