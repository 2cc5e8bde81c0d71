import type { Instant } from '../../core/calendar.ts';
import type { Catalogue } from '../../core/law/holdings.ts';
import type { Db } from '../db.ts';
import { catalogueAt } from './catalogue.ts';
import { readChange, readChanges, sequenceBefore } from './changes.ts';
import { statesUnder } from './holdings.ts';
import { createRecord } from './snapshots.ts';

/** The record and its feed: all that a question which anyone may ask is answered from. */
export function createReading(db: Db) {
  return {
    record: createRecord(db),
    catalogueAt: (now: Catalogue, knownAt: Instant) => catalogueAt(db, now, knownAt),
    changes: {
      get: (sequence: number) => readChange(db, sequence),
      list: (after: number, through: number) => readChanges(db, after, through),
      before: (instant: Instant, head: number) => sequenceBefore(db, instant, head),
    },
    statesUnder: (instrument: string) => statesUnder(db, instrument),
  };
}

export type Reading = ReturnType<typeof createReading>;
