import * as z from 'zod';
import { Day, Instant } from '../calendar.ts';
import { Citation, NewCitation } from '../citation.ts';
import { InstrumentId } from '../ids.ts';

/**
 * A depositary's document about one instrument that was read whole, and so a check of every participant at
 * once. A reading that is not whole is never recorded.
 */
export const NewReading = z.lazy(() =>
  z
    .strictObject({
      /** The day that the document speaks for. */
      statusAsAt: Day,
      /** The document; `seenOn` is the day on which it was fetched. */
      source: NewCitation,
      /** SHA-256 of the document as it was fetched, in hex. */
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
      /** The counts that the document prints. */
      printed: z.strictObject({
        signatories: z.number().int().min(0).optional(),
        parties: z.number().int().min(0).optional(),
      }),
      /** How many participants it lists. */
      rows: z.number().int().min(0),
    })
    .meta({ id: 'NewReading' }),
);
export type NewReading = z.infer<typeof NewReading>;

/** A whole reading as recorded, once per instrument and day. */
export const RecordedReading = z.lazy(() =>
  NewReading.unwrap()
    .extend({ source: Citation, instrument: InstrumentId, recordedAt: Instant, recordedBy: z.string() })
    .meta({ id: 'RecordedReading' }),
);
export type RecordedReading = z.infer<typeof RecordedReading>;
