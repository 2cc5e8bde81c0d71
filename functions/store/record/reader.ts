import type { Db } from '../db.ts';
import type { PageOfReadings } from '../depositary/readings.ts';
import { createChanges } from './changes.ts';
import type { History } from './history.ts';
import { statesUnder } from './holdings.ts';
import { createRecord } from './in-memory.ts';

/** The record and its feed: enough for every question that needs no key. */
export function createReader(db: Db) {
  return {
    record: createRecord(db),
    catalogueAt: historyOnDemand(db),
    changes: createChanges(db),
    ...observedOnDemand(db),
    statesUnder: (instrument: string) => statesUnder(db, instrument),
  };
}

/** Loads the code for what depositaries' documents show when somebody first asks about it, because few do. */
function observedOnDemand(db: Db) {
  const observed = () => import('../depositary/observed.ts').then(({ createObserved }) => createObserved(db));
  return {
    /** Whole readings of an instrument's document after `after`, the earliest first. */
    readingsAfter: async (page: PageOfReadings) => (await observed()).readingsAfter(page),
    proposals: {
      /** The earliest first. */
      open: async () => (await observed()).proposals.open(),
      damaged: async () => (await observed()).proposals.damaged(),
      closed: async () => (await observed()).proposals.closed(),
      get: async (id: string) => (await observed()).proposals.get(id),
    },
    looks: { list: async () => (await observed()).looks() },
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
