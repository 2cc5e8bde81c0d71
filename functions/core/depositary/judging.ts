import type { Day } from '../calendar.ts';
import { signs } from './cell-kind.ts';
import { isGarbled } from './decoding.ts';
import type { Participants } from './participants.ts';
import type { Draft, ListRow, Reading } from './reading.ts';
import { quoted } from './text.ts';

/** What is known about a document without reading it. */
export type Circumstances = {
  participants: Participants;
  /** The instrument that the document was asked for. */
  reference?: string | undefined;
  /** The day to assume if the document bears none. */
  statusAsAt?: Day | undefined;
  /** The last whole reading of the same document. */
  previous?: { rows: number; statusAsAt: Day } | undefined;
};

/** Makes a reading of a draft: whole if everything adds up, otherwise with the reasons why not. */
export function judgeDraft(draft: Draft, circumstances: Circumstances): Reading {
  const { faults, counted, rows: printed, ...rest } = draft;
  const statusAsAt = draft.statusAsAt ?? circumstances.statusAsAt ?? null;
  const rows = printed.map((row) => recognised(row, statusAsAt, circumstances.participants));
  const found = [
    ...faults,
    ...(draft.document === 'unknown'
      ? []
      : [...aboutReference(draft, circumstances), ...aboutCounts(draft), ...aboutMarks(draft)]),
    ...aboutNames(rows),
    ...aboutDays(rows, statusAsAt),
    ...aboutPrevious(rows, statusAsAt, circumstances.previous),
  ];
  return {
    ...rest,
    statusAsAt,
    rows,
    reasons: told([...found, ...strangers(rows)]),
    whole: found.length === 0,
  };
}

function recognised(row: Draft['rows'][number], on: Day | null, participants: Participants): ListRow {
  const known = participants(row.participant, on);
  return { ...row, code: known?.code ?? null, outside: known?.outside ?? false };
}

const isStranger = ({ code, outside }: ListRow): boolean => code === null && !outside;

const strangers = (rows: readonly ListRow[]): string[] =>
  rows.filter(isStranger).map(({ participant }) => `Nobody on record is called ${quoted(participant)}.`);

function aboutReference({ reference }: Draft, { reference: asked }: Circumstances): string[] {
  if (reference === null) return ['It does not say which instrument it is about.'];
  return asked !== undefined && asked !== reference ? [`It is about ${reference}, not ${asked}.`] : [];
}

function aboutCounts({ document, counts, counted, rows }: Draft): string[] {
  if (rows.length === 0) return ['It has no list of participants.'];
  const { signatories, parties } = counts;
  const isCounted = document.startsWith('untc');
  if (isCounted && signatories === null && parties === null)
    return ['It prints no count, so that nothing shows its list to be complete.'];
  return [
    ...miscount('signatories', signatories, counted.signatories, isCounted),
    ...miscount('parties', parties, counted.parties, isCounted),
  ];
}

/** A count may be left out only where there is nothing to count, as in a list without signatures. */
function miscount(
  what: string,
  printed: number | null,
  counted: readonly number[],
  isCounted: boolean,
): string[] {
  const ours = counted.at(-1) ?? 0;
  if (printed === null)
    return isCounted && ours > 0 ? [`It prints no count of ${what}, and its dates give ${ours}.`] : [];
  return counted.includes(printed) ? [] : [`It prints ${printed} ${what}, and its dates give ${ours}.`];
}

/** On 33 real lists at most one participant has ratified without a signature. */
const mostUnsigned = 3;

/**
 * Finds lost marks: without its (a) an accession reads as a ratification, and only who has signed ratifies
 * (VCLT 14, 15).
 */
function aboutMarks({ document, columns, rows }: Draft): string[] {
  const isSigned = rows.some(hasSigned) && columns.some((heading) => /accession/i.test(heading));
  if (!document.startsWith('untc') || !isSigned) return [];
  const unsigned = rows.filter(
    (row) => row.cells.some(({ kind }) => kind === 'ratification') && !hasSigned(row),
  );
  return unsigned.length > mostUnsigned
    ? [
        `${unsigned.length} participants, such as ${quoted(unsigned[0]?.participant ?? '')}, have ratified without a signature: marks such as (a) may be lost.`,
      ]
    : [];
}

const hasSigned = ({ cells }: Pick<ListRow, 'cells'>): boolean => cells.some(({ kind }) => signs(kind));

/** Says which names cannot be trusted: in a wrong charset or left empty by a script, they belong to nobody. */
function aboutNames(rows: readonly ListRow[]): string[] {
  const faults: string[] = [];
  if (rows.some(({ participant }) => participant === '')) faults.push('It has rows without a participant.');
  const garbled = rows.find(({ participant }) => isGarbled(participant));
  if (garbled) faults.push(`Names are garbled, such as ${quoted(garbled.participant)}.`);
  const unknown = rows.filter(isStranger).length;
  if (unknown > 3 && unknown * 10 > rows.length)
    faults.push(`${unknown} of ${rows.length} names are not known.`);
  faults.push(...aboutTwice(rows));
  return faults;
}

/** One participant may have rows under an earlier and a later name, but the same act in both is a fault. */
function aboutTwice(rows: readonly ListRow[]): string[] {
  const names = new Set<string>();
  const acts = new Map<string, string>();
  for (const { participant, code, outside, cells } of rows) {
    if (participant !== '' && names.has(participant)) return [`${quoted(participant)} has two rows.`];
    names.add(participant);
    if (code === null || outside) continue;
    for (const act of cells.map(({ kind, on, column }) => [code, kind, on, column].join(' '))) {
      const other = acts.get(act) ?? participant;
      if (other !== participant)
        return [`${quoted(other)} and ${quoted(participant)} are one participant, with one act in two rows.`];
      acts.set(act, participant);
    }
  }
  return [];
}

function aboutDays(rows: readonly ListRow[], statusAsAt: Day | null): string[] {
  const later = rows.find(({ cells }) => cells.some(({ on }) => statusAsAt !== null && on > statusAsAt));
  return later
    ? [`${quoted(later.participant)} has an act dated after the day that the document speaks for.`]
    : [];
}

function aboutPrevious(
  rows: readonly ListRow[],
  on: Day | null,
  previous: Circumstances['previous'],
): string[] {
  if (!previous) return [];
  return [
    ...(rows.length < previous.rows
      ? [`It has ${rows.length} rows, the last reading had ${previous.rows}.`]
      : []),
    ...(on !== null && on < previous.statusAsAt
      ? [`It speaks for ${on}, the last reading for ${previous.statusAsAt}.`]
      : []),
  ];
}

const most = 20;
const told = (reasons: readonly string[]): string[] => {
  const different = [...new Set(reasons)];
  const over = different.length - most;
  return over > 0 ? [...different.slice(0, most), `And ${over} more of the kind.`] : different;
};
