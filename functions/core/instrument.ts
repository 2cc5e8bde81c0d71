import * as z from 'zod';
import { Day, Instant } from './calendar.ts';
import { Citation, NewCitation } from './citation.ts';
import { InstrumentId } from './ids.ts';
import {
  ActProvision,
  type AnyCitation,
  AutomaticDenunciation,
  EntryIntoForceRule,
  termination,
  WithdrawalRule,
} from './instrument/provisions.ts';
import { LanguageTag } from './language.ts';

const Reference = z.lazy(() =>
  z.strictObject({
    scheme: z
      .string()
      .max(64)
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'a slug such as unts, ilo or oas-treaty is expected')
      .describe(
        'Such as `untc`, `unts`, `un-registration`, `ilo`, `ohchr`, `resolution`, or one of its own.',
      ),
    value: z.string().min(1).max(100),
  }),
);

const count = <T extends AnyCitation>(citation: T) =>
  z.strictObject({
    /** The day that the source speaks for; absent if the source bears none. */
    asOf: Day.optional(),
    signatories: z.number().int().min(0).optional(),
    parties: z.number().int().min(0).optional(),
    source: citation,
  });

const fields = <T extends AnyCitation>(citation: T) => ({
  title: z.string().min(1).max(500).describe('The English title.'),
  titles: z
    .array(
      z.strictObject({
        language: LanguageTag,
        text: z.string().min(1).max(500),
        note: z.string().optional(),
      }),
    )
    .max(24)
    .default([]),
  shortNames: z.array(z.string().min(1).max(100)).max(12).default([]),
  depositary: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  depositaryName: z.string().min(1).max(200),
  adoptedOn: Day,
  adoptedAt: z.string().min(1).max(100).optional(),
  openedForSignatureOn: Day.optional(),
  /** When the instrument itself entered into force; absent while it is not in force. */
  inForceOn: Day.optional(),
  /** Provisions that entered into force on a day of their own, such as article 41 of the ICCPR. */
  partialEntriesIntoForce: z
    .array(z.strictObject({ provision: z.string().min(1), inForceOn: Day }))
    .optional(),
  references: z.array(Reference).max(24).default([]),
  parent: InstrumentId.optional(),
  monitoringBody: z.string().min(1).max(300).optional(),
  /** Classes by which an urging may call for it, such as `human-rights`. */
  classes: z
    .array(z.string().regex(/^[a-z0-9-]+$/))
    .max(12)
    .default([]),
  entryIntoForceRule: EntryIntoForceRule.optional(),
  withdrawalRule: WithdrawalRule.optional(),
  termination: termination(citation).optional(),
  automaticDenunciations: z.array(AutomaticDenunciation).max(12).optional(),
  acts: z.array(ActProvision).max(24).default([]),
  /** The depositary's list of participants: where it is, which reader reads it, and every how many days. */
  document: z
    .strictObject({
      url: z.url({ protocol: /^https?$/, error: 'an http or https URL is expected' }).max(2048),
      kind: z.enum(['untc-page', 'untc-file', 'normlex-convention']),
      everyDays: z.number().int().min(1).max(90),
    })
    .optional(),
  /** Numbers of signatories and parties as several sources give them, side by side. */
  counts: z.array(count(citation)).max(24).optional(),
  notes: z
    .array(z.strictObject({ text: z.string().min(1).max(4000), sources: z.array(citation).min(1) }))
    .max(24)
    .optional(),
  /** Each source, with the fields that it vouches for. */
  sources: z
    .array(z.strictObject({ facts: z.array(z.string().min(1)).min(1), citation }))
    .min(1)
    .max(60),
});

/** An instrument as an editor sends it. */
export const NewInstrument = z.lazy(() => z.strictObject(fields(NewCitation)).meta({ id: 'NewInstrument' }));
export type NewInstrument = z.infer<typeof NewInstrument>;

export const Instrument = z.lazy(() =>
  z
    .object({
      id: InstrumentId,
      ...fields(Citation),
      version: z.number().int().positive(),
      recordedAt: Instant,
      recordedBy: z.string(),
    })
    .meta({ id: 'Instrument' }),
);
export type Instrument = z.infer<typeof Instrument>;
