import type { Db } from '../db.ts';
import { listLooks } from '../depositary/look-items.ts';
import { proposalsReader } from '../depositary/proposal-items.ts';
import { readingsAfter, readingsOf } from '../depositary/readings.ts';
import { createChanges } from './changes.ts';
import type { History } from './history.ts';
import { statesUnder } from './holdings.ts';
import { createRecord } from './snapshots.ts';

/** The record and its feed: enough for every question that needs no key. */
export function createReader(db: Db) {
  return {
    record: createRecord(db),
    catalogueAt: historyOnDemand(db),
    changes: createChanges(db),
    /** Whole readings of an instrument's document, the latest first. */
    readingsOf: (instrument: string, through: string) => readingsOf(db, instrument, through),
    /** Whole readings of an instrument's document after `after`, the earliest first. */
    readingsAfter: (asked: { instrument: string; after: string; most: number }) => readingsAfter(db, asked),
    proposals: proposalsReader(db),
    looks: { list: () => listLooks(db) },
    statesUnder: (instrument: string) => statesUnder(db, instrument),
  };
}

/** Loads the code for the past when somebody first asks about it, because few do. */
function historyOnDemand(db: Db): History {
  let history: Promise<History> | undefined;
  return async (latest, knownAt) => {
    history ??= import('./history.ts').then(({ createHistory }) => createHistory(db));
    return (await history)(latest, knownAt);
  };
}

export type Reader = ReturnType<typeof createReader>;
