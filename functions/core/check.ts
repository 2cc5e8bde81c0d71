import * as z from 'zod';
import { Day, Instant } from './calendar.ts';
import { Citation, NewCitation } from './citation.ts';
import { InstrumentId, StateCode } from './ids.ts';

/** A look at a source on a day that found nothing beyond what is recorded: how "no act" is known, and until when. */
export const NewCheck = z.lazy(() =>
  z
    .strictObject({
      /** The day that the source speaks for: its own as-of date, or else the day it was seen. */
      on: Day,
      /** Set if the look was about this territory alone. */
      territory: StateCode.optional(),
      source: NewCitation,
      note: z.string().min(1).max(2000).optional(),
    })
    .meta({ id: 'NewCheck' }),
);
export type NewCheck = z.infer<typeof NewCheck>;

export const Check = z.lazy(() =>
  NewCheck.unwrap()
    .extend({
      source: Citation,
      state: StateCode,
      instrument: InstrumentId,
      recordedAt: Instant,
      recordedBy: z.string(),
    })
    .meta({ id: 'Check' }),
);
export type Check = z.infer<typeof Check>;
