import { binds, type CellKind } from '../cell-kind.ts';
import { quoted } from '../text.ts';

/** What the dates in one column stand for, by the marks beside them. */
export type PrintedColumn = {
  heading: string;
  /**
   * The act that a date without a mark stands for: the one that the heading gives no mark, or its only one;
   * null where the heading does not tell.
   */
  unmarked: CellKind | null;
  marks: ReadonlyMap<string, CellKind>;
  binds: boolean;
  faults: string[];
};

/**
 * The first beginning that fits wins, so a longer one stands before what it begins with: "Succession to
 * signature" is not a succession.
 */
const acts: readonly (readonly [string, CellKind])[] = [
  ['succession to signature', 'succession-to-signature'],
  ['signature ad referendum', 'signature-ad-referendum'],
  ['confirmation of signature', 'confirmation-of-signature'],
  ['definitive signature', 'definitive-signature'],
  ['definitive acceptance', 'acceptance'],
  ['formal confirmation', 'formal-confirmation'],
  ['consent to be bound', 'consent-to-be-bound'],
  ['simplified procedure', 'simplified-procedure'],
  ['provisional application', 'provisional-application'],
  ['undertaking of provisional application', 'provisional-application'],
  ['provisional acceptance', 'provisional-acceptance'],
  ['signature', 'signature'],
  ['ratification', 'ratification'],
  ['acceptance', 'acceptance'],
  ['approval', 'approval'],
  ['accession', 'accession'],
  ['succession', 'succession'],
  ['participation', 'participation'],
  ['application', 'application'],
  ['extension', 'extension'],
  ['notification', 'notification'],
];

/** Reads the heading of a column: it alone defines the column's marks, which are case-sensitive. */
export function columnOf(heading: string): PrintedColumn {
  const faults: string[] = [];
  const marks = new Map<string, CellKind>();
  const unmarked: CellKind[] = [];
  if (heading.length > longest) faults.push(`A column is headed by ${heading.length} characters.`);
  for (const part of partsOf(heading.slice(0, longest))) {
    const { kinds, mark } = actsOf(part);
    const [kind] = kinds;
    if (!kind) faults.push(`The column ${quoted(heading)} names an act that is not known: ${quoted(part)}.`);
    else if (mark === null) unmarked.push(...kinds);
    else if (marks.has(mark) && marks.get(mark) !== kind)
      faults.push(`The column ${quoted(heading)} gives the mark (${mark}) to two acts.`);
    else marks.set(mark, kind);
  }
  const kinds = new Set([...marks.values(), ...unmarked]);
  const [one = null] = kinds.size === 1 ? kinds : new Set(unmarked).size === 1 ? unmarked : [];
  return { heading, unmarked: one, marks, binds: [...kinds].some(binds), faults };
}

const longest = 500;

/**
 * Splits a heading at commas before a capital letter; a comma within one act's name is followed by a small
 * one.
 */
const partsOf = (heading: string): string[] =>
  heading
    .replace(/\)(?=[A-Z])/g, '), ')
    .split(/[,;/](?= ?[A-Z])/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/**
 * A letter outside the known marks, after a number or a bracket, belongs to an article, as in
 * "under article 7 (1) (b)".
 */
const markAtEnd = /\((AA|[aACcdnPps])\)$|(?<![\d)] ?)\(([A-Za-z]{1,2})\)$/;

function actsOf(part: string): { kinds: CellKind[]; mark: string | null } {
  const mark = markAtEnd.exec(part);
  const words = part.toLowerCase();
  const kind = actIn(words);
  const alternative = kind === 'definitive-signature' ? actIn(words.split(' or ')[1] ?? '') : undefined;
  return {
    kinds: [kind, alternative].filter((one) => one !== undefined),
    mark: mark?.[1] ?? mark?.[2] ?? null,
  };
}

const actIn = (words: string): CellKind | undefined =>
  acts.find(([beginning]) => words.startsWith(beginning))?.[1];
