import type { Db } from '../db.ts';
import { listLooks } from './look-items.ts';
import { proposalsReader } from './proposal-items.ts';
import { type PageOfReadings, readingsAfter } from './readings.ts';

/** What depositaries' documents show, as anyone may read it. */
export const createObserved = (db: Db) => ({
  readingsAfter: (page: PageOfReadings) => readingsAfter(db, page),
  proposals: proposalsReader(db),
  looks: () => listLooks(db),
});
