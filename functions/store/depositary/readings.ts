import { dayOf, type Instant } from '../../core/calendar.ts';
import { RecordedReading } from '../../core/record/reading.ts';
import { bodyIn, type Db, queryItems } from '../db.ts';
import { type Readings, readingKeys } from './furthest.ts';

type ReadingSearch = { through: Instant; reading: RecordedReading | null };

/** Answers remembered for each instrument. */
const mostLooks = 20;

/**
 * The furthest reading of an instrument as known at an instant. One answer serves every instant from its
 * recording to the one asked about, and an answer of none serves all earlier ones.
 */
export function createReadingsAt(db: Db) {
  const looks = new Map<string, readonly ReadingSearch[]>();

  const lookAt = async (instrument: string, knownAt: Instant): Promise<RecordedReading | null> => {
    const made = looks.get(instrument) ?? [];
    const already = made.find(
      ({ through, reading }) => knownAt <= through && (reading?.recordedAt ?? '') <= knownAt,
    );
    if (already) return already.reading;
    const look = { through: knownAt, reading: await readingAt(db, instrument, knownAt) };
    looks.set(instrument, [look, ...made].slice(0, mostLooks));
    return look.reading;
  };

  return async (
    now: Readings,
    knownAt: Instant,
    edition?: ReadonlyMap<string, readonly RecordedReading[]>,
  ): Promise<Readings> => {
    if ([...now.values()].every(({ recordedAt }) => recordedAt <= knownAt)) return now;
    const earlier = (instrument: string) => {
      const last = edition?.get(instrument);
      const found = lastBy(last, knownAt);
      return found || (last && last.length < mostInEdition) ? found : lookAt(instrument, knownAt);
    };
    const known = await Promise.all(
      [...now].map(async ([instrument, furthest]) => {
        const then = furthest.recordedAt <= knownAt ? furthest : await earlier(instrument);
        return then ? [[instrument, then] as const] : [];
      }),
    );
    return new Map(known.flat());
  };
}

/** Readings of an instrument in the edition; an earlier one is looked for in the table. */
const mostInEdition = 20;

/**
 * The last readings of an instrument, in the order of their days, because nobody needs years of them at once.
 */
export async function lastReadings(db: Db, instrument: string): Promise<RecordedReading[]> {
  const last: RecordedReading[] = [];
  for await (const reading of readingsOf(db, instrument, '~'))
    if (last.push(reading) === mostInEdition) break;
  return last.reverse();
}

/** The furthest of some readings, in the order of their days, that was recorded by `knownAt`. */
const lastBy = (readings: readonly RecordedReading[] = [], knownAt: Instant): RecordedReading | undefined =>
  readings.findLast(({ recordedAt, statusAsAt }) => recordedAt <= knownAt && statusAsAt <= dayOf(knownAt));

/** Searches back from the day of `knownAt`, because a document speaks for no day after it was read. */
async function readingAt(db: Db, instrument: string, knownAt: Instant): Promise<RecordedReading | null> {
  for await (const reading of readingsOf(db, instrument, dayOf(knownAt)))
    if (reading.recordedAt <= knownAt) return reading;
  return null;
}

export type PageOfReadings = { instrument: string; after: string; most: number };

/** At most `most` readings of an instrument that speak for days after `after`, the earliest first. */
export async function readingsAfter(
  db: Db,
  { instrument, after, most }: PageOfReadings,
): Promise<RecordedReading[]> {
  const { pk, sk } = readingKeys.reading(instrument, after);
  const items = queryItems(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk and sk between :after and :end',
    ExpressionAttributeValues: { ':pk': pk, ':after': `${sk}!`, ':end': 'READING#~' },
    Limit: most,
  });
  const found: RecordedReading[] = [];
  for await (const item of items) {
    found.push(bodyIn(item, RecordedReading));
    if (found.length === most) break;
  }
  return found;
}

/** The readings of an instrument that speak for days up to `through`, the latest first. */
async function* readingsOf(db: Db, instrument: string, through: string): AsyncGenerator<RecordedReading> {
  const { pk, sk } = readingKeys.reading(instrument, through);
  const items = queryItems(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk and sk between :from and :through',
    ExpressionAttributeValues: { ':pk': pk, ':from': 'READING#', ':through': sk },
    ScanIndexForward: false,
    Limit: 20,
  });
  for await (const item of items) yield bodyIn(item, RecordedReading);
}
