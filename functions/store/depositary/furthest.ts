import { RecordedReading } from '../../core/record/reading.ts';
import { bodyIn, type Db, partition } from '../db.ts';

/**
 * Every whole reading is kept once, under its instrument and day; the furthest of each instrument is kept in
 * one more partition, which one query reads.
 */
export const readingKeys = {
  reading: (instrument: string, statusAsAt: string) => ({
    pk: `INSTRUMENT#${instrument}`,
    sk: `READING#${statusAsAt}`,
  }),
  furthest: (instrument: string) => ({ pk: 'READING', sk: instrument }),
};

export type Readings = ReadonlyMap<string, RecordedReading>;

/** The furthest reading of each instrument, in one query. */
export async function readFurthest(db: Db): Promise<Readings> {
  const items = await partition(db, 'READING');
  return new Map(items.map((item) => [String(item.sk), bodyIn(item, RecordedReading)]));
}
