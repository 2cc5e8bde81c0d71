import type { Day } from '../../calendar.ts';
import { binds, isCompared, signs } from '../cell-kind.ts';
import type { Reading } from '../reading.ts';
import { quoted } from '../text.ts';
import type { Difference } from './difference.ts';
import type { HeldAct, HeldActs } from './held.ts';
import { type JoinedRow, joined } from './joined-rows.ts';
import { hashOf, leavingIn } from './leaving.ts';
import { match, type PrintedAct } from './matching.ts';

export type Comparing = {
  held: HeldActs;
  /**
   * The day that the last reading spoke for. A new act dated before it should have been seen then, so a
   * person must look.
   */
  since?: Day | undefined;
  /** The record's name of a participant. */
  nameOf?: ((code: string) => string) | undefined;
};

type Of = Pick<Difference, 'participant' | 'code' | 'notes'> & {
  newParticipant?: boolean;
  isJoined?: boolean;
};
type Said = {
  type: Difference['type'];
  act: PrintedAct | null;
  recorded?: HeldAct[];
  summary: string;
  hash?: string;
};

/**
 * Finds where a whole reading and the record differ. Two things are no difference: a withdrawn act that only
 * the record has, because a list of participants is no history, and a changed name, because participants have
 * codes.
 */
export function compare(reading: Reading, comparing: Comparing): Difference[] {
  const notes = new Map(reading.notes.map(({ index, text }) => [index, text]));
  const differences = joined(reading.rows).flatMap((row) => ofRow(row, notes, comparing));
  const gone = rowsGone(reading, comparing);
  return [...differences, ...gone, ...ofCounts(reading, comparing, [...differences, ...gone])];
}

function ofRow(row: JoinedRow, notes: ReadonlyMap<string, string>, { held, since }: Comparing): Difference[] {
  const own = held.get(row.code ?? '') ?? [];
  const of: Of = {
    participant: row.participant,
    code: row.code,
    newParticipant: own.length === 0,
    isJoined: row.isJoined,
    notes: row.notes.flatMap((index) => notes.get(index) ?? []),
  };
  const printed = row.cells.filter((cell): cell is typeof cell & PrintedAct => isCompared(cell.kind));
  if (row.code === null) return [stranger(of, printed)];
  const told = differencesOf(printed, own, since);
  return (told.length > 0 ? told : ofNotes(of.notes, own)).map((said) => difference(of, said));
}

/** Finds withdrawals that are only told in notes: one still to come, or one without effect. */
function ofNotes(notes: readonly string[], held: readonly HeldAct[]): Said[] {
  const leaving = leavingIn(notes, held);
  if (!leaving) return [];
  const { on, bound } = leaving;
  const summary = `A note tells of its leaving, dated ${on}; ${words(bound)} stands on record, without a denunciation.`;
  return [{ ...said('leaving-noted', null, summary, [bound]), hash: hashOf(leaving) }];
}

const stranger = (of: Of, printed: PrintedAct[]): Difference =>
  difference(of, {
    type: 'participant-unknown',
    act: printed.at(-1) ?? null,
    summary: `Nobody on record is called ${quoted(of.participant)}.`,
  });

function differencesOf(printed: PrintedAct[], held: readonly HeldAct[], since: Day | undefined): Said[] {
  const { withdrawn, restored, changed, printedOnly, heldOnly } = match(printed, held);
  const isOlder = ({ on }: PrintedAct): boolean => on.length === 10 && on < (since ?? '');
  return [
    ...withdrawn.map((act) =>
      said('act-withdrawn', act, `${words({ ...act, withdrawn: false })} no longer counts.`),
    ),
    ...restored.map((act) => said('act-restored', act, `${words(act)} counts again.`)),
    ...changed.map(({ printed: act, held: before }) =>
      said('date-changed', act, `${words(act)} stands where ${words(before)} is on record.`, [before]),
    ),
    ...printedOnly.map((act) =>
      isOlder(act)
        ? said('older-act', act, `${words(act)} is dated before the last reading, which had it not.`)
        : said('new-act', act, `${words(act)} is not on record.`),
    ),
    ...heldOnly
      .filter((act) => !act.withdrawn && !act.pending && isCompared(act.kind))
      .map((act) => said('act-gone', null, `${words(act)} is on record and not in the document.`, [act])),
  ];
}

const said = (
  type: Said['type'],
  act: PrintedAct | null,
  summary: string,
  recorded: HeldAct[] = [],
): Said => ({
  type,
  act,
  summary,
  recorded,
});

const words = ({ kind, on, withdrawn }: { kind: string; on: string; withdrawn: boolean }): string =>
  `${withdrawn ? 'withdrawn ' : ''}${kind.replaceAll('-', ' ')} of ${on}`;

/** Finds participants on record, with acts that stand, for which the document has no row. */
function rowsGone({ rows, document }: Reading, { held, nameOf = String }: Comparing): Difference[] {
  if (document.startsWith('normlex-matrix')) return [];
  const listed = new Set(rows.map(({ code }) => code));
  return [...held]
    .filter(([code]) => !listed.has(code))
    .map(
      ([code, acts]) =>
        [code, acts.filter((act) => !act.withdrawn && !act.pending && isCompared(act.kind))] as const,
    )
    .filter(([, acts]) => acts.length > 0)
    .map(([code, recorded]) =>
      difference(
        { participant: nameOf(code), code, notes: [] },
        {
          type: 'row-gone',
          act: null,
          recorded: [...recorded],
          summary: `The document has no row; on record: ${recorded.map(words).join(', ')}.`,
        },
      ),
    );
}

/** Finds counts in the document that neither its own rows nor the record explain. */
function ofCounts(
  { counts, rows, document }: Reading,
  { held }: Comparing,
  found: readonly Difference[],
): Difference[] {
  const isUnsure = [...held.values()].flat().some(({ pending }) => pending);
  if (found.length > 0 || isUnsure || held.size === 0 || !document.startsWith('untc')) return [];
  const outside = rows
    .filter((row) => row.outside)
    .map(({ cells }) => cells.filter((cell) => !cell.withdrawn));
  const live = [...held.values()].map((acts) => acts.filter(({ withdrawn }) => !withdrawn));
  const all = [...outside, ...live];
  const parties = all.filter((acts) => acts.some(({ kind }) => binds(kind))).length;
  const signatories = all.filter((acts) => acts.some(({ kind }) => signs(kind))).length;
  return [
    ...countOf('parties', counts.parties, parties),
    ...countOf('signatories', counts.signatories, signatories),
  ];
}

function countOf(what: string, printed: number | null, ours: number): Difference[] {
  if (printed === null || printed === ours) return [];
  const of = { participant: what, code: null, notes: [] };
  const summary = `The document counts ${printed} ${what}, the record ${ours}.`;
  return [difference(of, { type: 'counts-differ', act: null, summary })];
}

function difference(of: Of, { type, act, recorded = [], summary, hash }: Said): Difference {
  const { kind = null, on = null, withdrawn = false } = act ?? {};
  const name = of.participant;
  return {
    id: [
      type === 'older-act' ? 'new-act' : type,
      of.code ?? name,
      kind ?? '',
      on ?? '',
      ...recorded.map((one) => `${one.kind} ${one.on}`),
      ...(hash ? [hash] : []),
    ].join('|'),
    type,
    participant: name,
    code: of.code,
    kind,
    on,
    withdrawn,
    recorded: recorded.map((one) => ({ kind: one.kind, on: one.on, withdrawn: one.withdrawn })),
    newParticipant: type === 'new-act' && of.newParticipant === true,
    notes: of.notes,
    plain:
      type === 'new-act' &&
      !withdrawn &&
      of.notes.length === 0 &&
      of.isJoined !== true &&
      on?.length === 10 &&
      binds(kind) !== signs(kind),
    summary: `${name}: ${summary}`,
  };
}
