import * as z from 'zod';
import { cellKinds } from '../reading.ts';

/** A day, or a year where the document gives no more. */
const When = z.string().regex(/^\d{4}(-\d{2}-\d{2})?$/);
const Kind = z.enum(cellKinds).meta({ id: 'DocumentedAct' });
const Act = z.lazy(() => z.object({ kind: Kind.nullable(), on: When, withdrawn: z.boolean() }));

/** Where a depositary's document and the record say different things of one participant. */
export const Difference = z
  .lazy(() =>
    z.object({
      /** Unique under the instrument; the same for as long as the document says the same. */
      id: z.string(),
      type: z.enum([
        'new-act',
        'older-act',
        'act-withdrawn',
        'act-restored',
        'date-changed',
        'act-gone',
        'row-gone',
        'participant-unknown',
        'counts-differ',
        'leaving-noted',
      ]),
      /** As printed; the record's name where the document has no row. */
      participant: z.string(),
      code: z.string().nullable(),
      /** What the document says: null where it says nothing any more. */
      kind: Kind.nullable(),
      on: When.nullable(),
      withdrawn: z.boolean(),
      /** What is on record instead. */
      recorded: z.array(Act),
      /** Nothing of the participant was on record under the instrument. */
      newParticipant: z.boolean(),
      /** The notes at the row, which may tell of more than its dates. */
      notes: z.array(z.string()),
      /** A new act that needs no person to understand it: an ordinary act in a row without notes. */
      plain: z.boolean(),
      /** What is to be understood of it, in a sentence. */
      summary: z.string(),
    }),
  )
  .meta({ id: 'Difference' });
export type Difference = z.infer<typeof Difference>;
