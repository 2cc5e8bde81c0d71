import type { Day } from '../calendar.ts';
import type { CellKind } from './cell-kind.ts';

export type DocumentKind =
  | 'untc-page'
  | 'untc-file'
  | 'normlex-convention'
  | 'normlex-matrix'
  | 'normlex-matrix-csv'
  | 'unknown';

/** A date under a participant. */
export type Cell = {
  /** Null where the document does not say which act the date stands for. */
  kind: CellKind | null;
  /** A day, `YYYY-MM-DD`; a year where the document gives no more. */
  on: string;
  /** Printed in brackets, or denounced: it no longer counts. */
  withdrawn: boolean;
  /** Index into the reading's `columns`. */
  column: number;
};

export type ListRow = {
  /** As printed, without note indexes. */
  participant: string;
  /** Null if the name belongs to nobody on record and to no other participant known. */
  code: string | null;
  /** True for a participant that the record does not follow, such as an organization or a territory. */
  outside: boolean;
  /** Indexes of the notes beside the row. */
  notes: string[];
  /** True where the row links to statements. */
  declares: boolean;
  cells: Cell[];
};

export type Note = { index: string; text: string };

export type Statement = {
  who: string;
  kind: 'declaration' | 'declaration-under-article' | 'objection' | 'notification';
  /** The day printed beside it, if one is. */
  on: Day | null;
  text: string;
};

export type TerritorialApplication = { who: string; on: Day | null; territories: string };

export type Counts = { signatories: number | null; parties: number | null };

export type Heading = { title: string; concluded: string; entryIntoForce: string; registration: string };

/** What was read in one depositary's document. */
export type Reading = {
  document: DocumentKind;
  /** `IV-4` in the Treaty Collection, `C029` at the ILO, `10011` for the matrix; null where the document does not say. */
  reference: string | null;
  /** The day that the document speaks for; null where it bears none. */
  statusAsAt: Day | null;
  heading: Heading;
  /** The counts of signatories and parties as printed. */
  counts: Counts;
  columns: string[];
  rows: ListRow[];
  notes: Note[];
  statements: Statement[];
  territories: TerritorialApplication[];
  /** What did not add up, one sentence each. */
  reasons: string[];
  /** If false, nothing may rest on this reading. */
  whole: boolean;
};

/** What a reader found, before it is judged. */
export type Draft = Omit<Reading, 'whole' | 'reasons' | 'rows'> & {
  rows: Omit<ListRow, 'code' | 'outside'>[];
  /** What was not understood. Any fault makes the reading not whole. */
  faults: string[];
  /** The sums that the document may mean by its counts, one for each way of counting. */
  counted: { signatories: number[]; parties: number[] };
};

export const emptyDraft = (document: DocumentKind): Draft => ({
  document,
  reference: null,
  statusAsAt: null,
  heading: { title: '', concluded: '', entryIntoForce: '', registration: '' },
  counts: { signatories: null, parties: null },
  columns: [],
  rows: [],
  notes: [],
  statements: [],
  territories: [],
  faults: [],
  counted: { signatories: [], parties: [] },
});
