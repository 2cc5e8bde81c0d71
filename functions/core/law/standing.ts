import * as z from 'zod';
import { Day } from '../calendar.ts';
import { InstrumentId, StateCode } from '../ids.ts';
import { Status } from '../vocabulary.ts';

/** What the world was last told of a State under an instrument: the status, and when time changes it next. */
export const Standing = z.lazy(() =>
  z.object({
    state: StateCode,
    instrument: InstrumentId,
    status: Status,
    since: Day.nullable(),
    nextEffectOn: Day.nullable(),
    version: z.number().int().min(0),
  }),
);
export type Standing = z.infer<typeof Standing>;

export const noStanding = (state: string, instrument: string): Standing => ({
  state,
  instrument,
  status: 'no-action',
  since: null,
  nextEffectOn: null,
  version: 0,
});
