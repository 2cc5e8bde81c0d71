import type { Db } from '../db.ts';
import { listLooks } from '../depositary/look-items.ts';
import { proposalsReader } from '../depositary/proposal-items.ts';
import { readingsAfter, readingsOf } from '../depositary/readings.ts';
import { createChanges } from './changes.ts';
import type { History } from './history.ts';
import { statesUnder } from './holdings.ts';
import { createRecord } from './snapshots.ts';

/** The record and its feed: all that a question which anyone may ask is answered from. */
export function createReader(db: Db) {
  return {
    record: createRecord(db),
    catalogueAt: historyOnDemand(db),
    changes: createChanges(db),
    /** Whole readings of an instrument's document, the latest first. */
    readingsOf: (instrument: string, through: string) => readingsOf(db, instrument, through),
    /** The same from the earliest on, a page of them. */
    readingsAfter: (asked: { instrument: string; after: string; most: number }) => readingsAfter(db, asked),
    proposals: proposalsReader(db),
    looks: { list: () => listLooks(db) },
    statesUnder: (instrument: string) => statesUnder(db, instrument),
  };
}

/** Few ask about the past: the first who does has the code loaded. */
function historyOnDemand(db: Db): History {
  let history: Promise<History> | undefined;
  return async (latest, knownAt) => {
    history ??= import('./history.ts').then(({ createHistory }) => createHistory(db));
    return (await history)(latest, knownAt);
  };
}

export type Reader = ReturnType<typeof createReader>;
