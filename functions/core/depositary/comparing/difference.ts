import * as z from 'zod';
import { cellKinds } from '../cell-kind.ts';

/** A day, or a year if the document prints no more. */
const When = z.string().regex(/^\d{4}(-\d{2}-\d{2})?$/);
const Kind = z.enum(cellKinds).meta({ id: 'DocumentedAct' });
const Act = z.lazy(() => z.object({ kind: Kind.nullable(), on: When, withdrawn: z.boolean() }));

/** One point on which a depositary's document and the record say different things about a participant. */
export const Difference = z
  .lazy(() =>
    z.object({
      /** Unique under the instrument, and the same for as long as the document says the same. */
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
      /** The name as printed; the record's name if the document has no row. */
      participant: z.string(),
      code: z.string().nullable(),
      /** What the document says; null if it no longer says anything. */
      kind: Kind.nullable(),
      on: When.nullable(),
      withdrawn: z.boolean(),
      /** What is on record instead. */
      recorded: z.array(Act),
      /** Whether nothing of the participant was on record under the instrument. */
      newParticipant: z.boolean(),
      /** The notes beside the row, which may say more than its dates. */
      notes: z.array(z.string()),
      /** Whether it is an ordinary new act in a row without notes, which nobody needs to interpret. */
      plain: z.boolean(),
      /** The difference in one sentence. */
      summary: z.string(),
    }),
  )
  .meta({ id: 'Difference' });
export type Difference = z.infer<typeof Difference>;
