import * as z from 'zod';

/** The rule that an act broke. The act is recorded all the same, because the depositary lists it. */
export const Irregular = z.lazy(() =>
  z
    .object({
      rule: z.enum([
        'not-provided',
        'not-open-then',
        'instrument-ended',
        'waits-for',
        'signature-first',
        'signed-already',
        'bound-already',
        'in-force-already',
        'not-bound',
        'notified-already',
        'no-effect',
        'nothing-pending',
        'nothing-to-confirm',
      ]),
      clause: z.string().optional().describe('The provision that says so.'),
      detail: z.string(),
    })
    .meta({ id: 'Irregular' }),
);
export type Irregular = z.infer<typeof Irregular>;
