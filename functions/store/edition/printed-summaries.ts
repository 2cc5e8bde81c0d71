import type { Day } from '../../core/calendar.ts';
import type { Agenda } from '../../core/law/effects/agenda.ts';
import type { Outlines } from '../../core/law/outline.ts';
import type { Db } from '../db.ts';
import { type Part, readEdition } from './edition.ts';
import type { PrintedStates } from './printed.ts';

/** What is made of the record for answers about every State: it holds for one catalogue, and agendas for one day. */
export type Summaries<T> = PrintedStates<T> & { catalogueRevision: number; day: string };

type OfState = { state: string };

export const summaryValues = (catalogueRevision: number, all: readonly OfState[]): unknown[] => [
  [{ catalogueRevision }],
  all,
];

export const readOutlines = (db: Db): Promise<Summaries<Outlines> | null> => readSummaries(db, 'outlines');

export const readAgendas = (db: Db): Promise<Summaries<Agenda> | null> => readSummaries(db, 'agendas');

async function readSummaries<T extends OfState>(db: Db, part: Part): Promise<Summaries<T> | null> {
  const edition = await readEdition(db, part);
  if (!edition) return null;
  const [[{ catalogueRevision }], all] = edition.values as [[{ catalogueRevision: number }], T[]];
  const byCode = new Map(all.map((one) => [one.state, one]));
  const { revision, day } = edition;
  return { revision, day, catalogueRevision, of: ({ code }) => byCode.get(code) };
}

/** Whether nothing that they are made of has changed but what is recorded of States. */
export const isOf = (
  { catalogueRevision, day }: Summaries<unknown>,
  now: { catalogueRevision: number },
  today: Day | '',
): boolean => catalogueRevision === now.catalogueRevision && day === today;
