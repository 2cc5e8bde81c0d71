import type { Day } from '../../core/calendar.ts';
import { DomainError } from '../../core/errors.ts';
import { lastDayBegun } from '../../core/instant.ts';
import type { Catalogue } from '../../core/law/holdings.ts';
import { type NewReading, RecordedReading } from '../../core/record/reading.ts';
import { type Db, getBody } from '../db.ts';
import { withWritten } from '../record/as-read.ts';
import { create, replace, type Writing } from '../record/commit.ts';
import type { RecordStore } from '../record/snapshots.ts';
import type { WriteItem } from '../writes.ts';
import { type Readings, readingKeys } from './furthest.ts';

export type ReadingEntry = { instrument: string; reading: NewReading };

type Context = { db: Db; record: RecordStore };

/**
 * Records whole readings, at most 40 in one transaction. One of the same instrument and day that is there
 * already stays. The feed does not move, because a reading is no news for subscribers.
 */
export const createReadingRecords = ({ db, record }: Context) => ({
  record: (entries: readonly ReadingEntry[], { now, by }: Writing): Promise<RecordedReading[]> =>
    record.write(now, async ({ catalogue }, { recordedAt, today }) => {
      const added: RecordedReading[] = [];
      for (const entry of entries) {
        checkReading(entry, catalogue, lastDayBegun({ recordedAt, today }));
        const known = await getBody(db, keyOf(entry), RecordedReading);
        const own = { instrument: entry.instrument, recordedAt, recordedBy: by };
        if (!known) added.push(RecordedReading.parse({ ...entry.reading, ...own }));
      }
      if (added.length === 0) return { plan: null, response: [] };
      const { items, readings } = withReadings(db, catalogue.readings, added);
      return {
        plan: { items, changes: [], catalogue: true, respond: () => added },
        after: { catalogue: { ...catalogue, readings } },
      };
    }),
});

const keyOf = ({ instrument, reading }: ReadingEntry) => readingKeys.reading(instrument, reading.statusAsAt);

function checkReading({ instrument, reading }: ReadingEntry, { instruments }: Catalogue, begun: Day): void {
  if (!instruments.has(instrument))
    throw new DomainError('not-found', `There is no instrument ${instrument}.`);
  const late = [reading.statusAsAt, reading.source.seenOn].find((day) => day > begun);
  if (late)
    throw new DomainError(
      'date-out-of-range',
      `A reading of ${instrument} for ${late} is in the future; the last day that has begun anywhere is ${begun}.`,
    );
}

function withReadings(db: Db, known: Readings, added: readonly RecordedReading[]) {
  const items: WriteItem[] = [];
  let readings = known;
  for (const body of added) {
    const { instrument, statusAsAt } = body;
    items.push(create(db, { ...readingKeys.reading(instrument, statusAsAt), body }));
    if ((readings.get(instrument)?.statusAsAt ?? '') < statusAsAt)
      readings = withWritten(readings, [[instrument, body]]);
  }
  const moved = [...readings].filter(([instrument, reading]) => known.get(instrument) !== reading);
  const furthest = moved.map(([instrument, body]) =>
    replace(db, { ...readingKeys.furthest(instrument), body }),
  );
  return { items: [...items, ...furthest], readings };
}
