import type { Day } from '../../core/calendar.ts';
import { DomainError } from '../../core/errors.ts';
import type { Instrument } from '../../core/instrument.ts';
import type { Catalogue } from '../../core/law/holdings.ts';
import { type Participation, participationOf } from '../../core/law/participation/participation.ts';
import { type Progress, progressOn } from '../../core/law/progress.ts';
import type { StateView } from '../../core/law/state-view.ts';
import { urgingsUpon } from '../../core/law/urging.ts';
import type { Source } from '../../core/source.ts';
import type { Status } from '../../core/vocabulary.ts';
import { shownOf } from '../asking/everyone.ts';
import type { Shown } from '../parts/mark.ts';

export type Called = 'named' | 'implied' | 'not';

export type BoardRow = {
  instrument: Instrument;
  participation: Participation;
  shown: Shown;
  called: Called;
  /** The status today, if it is another. */
  today: Status | null;
};

export type Board = { source: Source; progress: Progress; rows: BoardRow[]; asOf: Day };

export type Subject = { source: Source; state: string };

/**
 * The document on record with the earliest date, and the State it calls upon; the front page is about these.
 */
export function subjectOf({ sources }: Catalogue): Subject | undefined {
  const letters = [...sources.values()].filter(
    ({ kind, urgings }) => kind === 'letter' && urgings.length > 0,
  );
  const [source] = letters.sort((a, b) => (a.on < b.on ? -1 : 1));
  const state = source?.urgings[0]?.state;
  return source && state ? { source, state } : undefined;
}

/** @throws DomainError `not-found` if no document is on record */
export function requireSubject(catalogue: Catalogue): Subject {
  const subject = subjectOf(catalogue);
  if (subject) return subject;
  throw new DomainError('not-found', 'There is no letter on record yet.', { about: 'page' });
}

/**
 * Every instrument for a State on the view's day, with today's status; those named by the document come
 * first.
 */
export function boardOf(view: StateView, today: StateView, source: Source): Board {
  const progress = progressOn(source, view);
  const kinds = new Map(progress.data.map(({ instrument, kind }) => [instrument, kind]));
  const named = source.urgings.flatMap((urging) => (urging.kind === 'named' ? [urging.instrument] : []));
  const rows: BoardRow[] = rowsOf(view, today).map((row) => ({
    ...row,
    called: kinds.get(row.instrument.id) ?? 'not',
  }));
  const place = (id: string) => (named.includes(id) ? named.indexOf(id) : named.length);
  rows.sort(
    (a, b) => place(a.instrument.id) - place(b.instrument.id) || (a.instrument.id < b.instrument.id ? -1 : 1),
  );
  return { source, progress, rows, asOf: view.asOf };
}

/** Every instrument for a State on the view's day. */
export function rowsOf(view: StateView, today: StateView): Omit<BoardRow, 'called'>[] {
  const calls = urgingsUpon(view);
  return [...view.under.values()].map((under) => {
    const now = today.statusUnder(under.instrument.id);
    return {
      instrument: under.instrument,
      participation: participationOf(view, under, calls),
      shown: shownOf(view, under),
      today: now === under.position.status ? null : now,
    };
  });
}

export type Filters = Readonly<Record<string, string>>;

export const passesFilters =
  ({ status, depositary, called }: Filters) =>
  (row: BoardRow): boolean =>
    (!status || row.shown === status) &&
    (!depositary || row.instrument.depositary === depositary) &&
    (!called || row.called === called);

/** The days between which the rows' evidence ends; null if nobody has looked. */
export function evidenceOfRows(
  rows: readonly Pick<BoardRow, 'participation'>[],
): { oldest: Day; newest: Day } | null {
  const days = rows.flatMap(({ participation }) => participation.evidenceThrough ?? []).sort();
  const [oldest, newest] = [days[0], days.at(-1)];
  return oldest && newest ? { oldest, newest } : null;
}
