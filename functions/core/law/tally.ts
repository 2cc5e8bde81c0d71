import * as z from 'zod';
import { Day } from '../calendar.ts';
import { Citation } from '../citation.ts';
import type { RecordedReading } from '../record/reading.ts';
import type { Status } from '../vocabulary.ts';
import { isBound } from './position/shape.ts';
import type { InstrumentView } from './state-view.ts';

const whole = z.number().int().min(0);

export const noCounts = { 'no-action': 0, signatory: 0, 'contracting-state': 0, party: 0, 'former-party': 0 };

export const StatusCounts = z.object({
  'no-action': whole,
  signatory: whole,
  'contracting-state': whole,
  party: whole,
  'former-party': whole,
} satisfies Record<Status, z.ZodType>);

const CountDifference = z.lazy(() =>
  z.object({
    count: z.enum(['signatories', 'parties']),
    printed: whole,
    computed: whole,
    why: z.string().describe('What is known of the reason.'),
  }),
);

const PrintedCounts = z.lazy(() =>
  z
    .object({
      statusAsAt: Day,
      signatories: whole.optional(),
      parties: whole.optional(),
      source: Citation,
    })
    .meta({ id: 'PrintedCounts' }),
);

/** How many participants have which status under one instrument, beside the depositary's own counts. */
export const Tally = z.lazy(() =>
  z
    .object({
      asOf: Day,
      counts: StatusCounts.describe(
        'Participants by status; those of which nothing was looked at are in `notLookedAt` alone.',
      ),
      notLookedAt: whole.describe('Participants of which nobody has looked at a source.'),
      signatories: whole.describe('Signatures that stand, those of parties included, as depositaries count.'),
      parties: whole.describe('Consents that stand, in force or not, as depositaries count.'),
      printed: PrintedCounts.nullable().describe(
        'What the depositary’s own document counts, and the day that it speaks for.',
      ),
      differences: z.array(CountDifference),
    })
    .meta({ id: 'Tally' }),
);
export type Tally = z.infer<typeof Tally>;

type CountedRow = { under: InstrumentView; isLookedAt: boolean };

/** Counts the statuses of `rows` on `asOf`; `then` are the same participants on the day of the reading. */
export function tallyOf(
  asOf: Day,
  rows: readonly CountedRow[],
  reading: RecordedReading | undefined,
  then: readonly CountedRow[],
): Tally {
  const looked = rows.filter(({ isLookedAt }) => isLookedAt);
  const counts = { ...noCounts };
  for (const { under } of looked) counts[under.position.status] += 1;
  return {
    asOf,
    counts,
    notLookedAt: rows.length - looked.length,
    ...counted(rows),
    printed: reading ? { statusAsAt: reading.statusAsAt, ...reading.printed, source: reading.source } : null,
    differences: reading ? differencesOf(reading, counted(rows), counted(then)) : [],
  };
}

type Counted = Pick<Tally, 'signatories' | 'parties'>;

/** Counts as the depositary does: a State that has left is no longer listed, not even with its signature. */
const counted = (rows: readonly CountedRow[]): Counted => {
  const positions = rows.map(({ under }) => under.position);
  return {
    signatories: positions.filter(({ signature, status }) => signature && status !== 'former-party').length,
    parties: positions.filter(isBound).length,
  };
};

function differencesOf(
  { printed, statusAsAt }: RecordedReading,
  now: Counted,
  then: Counted,
): Tally['differences'] {
  return (['signatories', 'parties'] as const).flatMap((count) => {
    const number = printed[count];
    if (number === undefined || number === now[count]) return [];
    const why =
      number === then[count]
        ? `The document speaks for ${statusAsAt}; on that day the record counts the same.`
        : `The record counts ${then[count]} for ${statusAsAt} too; why is not known.`;
    return [{ count, printed: number, computed: now[count], why }];
  });
}
