import { Look } from '../../core/depositary/watching/look.ts';
import { bodyIn, type Db, type Key, partition } from '../db.ts';

export const lookKey = (instrument: string): Key => ({ pk: 'WATCH', sk: instrument });

/** What is known of the looks at depositaries' documents, by instrument. */
export const listLooks = async (db: Db): Promise<Look[]> =>
  (await partition(db, 'WATCH')).map((item) => bodyIn(item, Look));
