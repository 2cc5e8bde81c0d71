import type { Day } from '../../core/calendar.ts';
import type { Agenda } from '../../core/law/effects/agenda.ts';
import type { Outlines } from '../../core/law/outline.ts';
import type { Db } from '../db.ts';
import { type Part, readEdition } from './edition.ts';
import type { PartByState } from './record-parts.ts';

/**
 * Summaries of each State, for answers about every State. They hold for one revision of the catalogue, and
 * agendas for one day.
 */
export type Summaries<T> = PartByState<T> & { catalogueRevision: number; day: string };

type OfState = { state: string };

/** `shared` is what the summaries of all States refer to. */
export const summaryValues = (
  catalogueRevision: number,
  all: readonly OfState[],
  shared: object = {},
): unknown[] => [[{ catalogueRevision, ...shared }], all];

export const readOutlines = (db: Db): Promise<Summaries<Outlines> | null> =>
  readSummaries(db, 'outlines', asWritten<Outlines>);

export const readAgendas = (db: Db): Promise<Summaries<Agenda> | null> =>
  readSummaries(db, 'agendas', asWritten<Agenda>);

/** For what is written as it is used. */
export const asWritten = <T>(written: T): T => written;

/** `made` turns what is written of a State into its summary. */
export async function readSummaries<P extends OfState, T, S extends object = object>(
  db: Db,
  part: Part,
  made: (written: P, shared: S) => T,
): Promise<Summaries<T> | null> {
  const edition = await readEdition(db, part);
  if (!edition) return null;
  const [[head], all] = edition.values as [[{ catalogueRevision: number } & S], P[]];
  const byCode = new Map(all.map((one) => [one.state, made(one, head)]));
  const { revision, day } = edition;
  return { revision, day, catalogueRevision: head.catalogueRevision, of: ({ code }) => byCode.get(code) };
}

/** Whether the summaries were made of this revision of the catalogue and for this day. */
export const isOf = (
  { catalogueRevision, day }: Summaries<unknown>,
  now: { catalogueRevision: number },
  today: Day | '',
): boolean => catalogueRevision === now.catalogueRevision && day === today;
