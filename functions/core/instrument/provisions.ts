import * as z from 'zod';
import { Day } from '../calendar.ts';
import type { Citation, NewCitation } from '../citation.ts';
import { InstrumentId } from '../ids.ts';
import { depositedConsentKinds } from '../vocabulary.ts';

const clause = z.string().min(1).max(200).describe('The provision, such as `article 49(2)`.');
const whole = z.number().int().min(0).max(1200);

const Period = z.lazy(() =>
  z
    .union([
      z.strictObject({ months: whole }).meta({ id: 'PeriodInMonths' }),
      z.strictObject({ days: whole }).meta({ id: 'PeriodInDays' }),
    ])
    .meta({ id: 'Period' }),
);
export type Period = z.infer<typeof Period>;

/**
 * When an instrument enters into force for a State that consents later: a period after deposit (or after registration
 * by the ILO Director-General), then that day or the first day of the following month (VCLT 24(3)).
 */
export const EntryIntoForceRule = z.lazy(() =>
  z
    .strictObject({
      after: z.enum(['deposit', 'registration']),
      period: Period,
      rounding: z.enum(['none', 'first-of-following-month']),
      clause,
    })
    .meta({ id: 'EntryIntoForceRule' }),
);
export type EntryIntoForceRule = z.infer<typeof EntryIntoForceRule>;

/** A notice of denunciation or withdrawal: whether one is possible, and when it takes effect (VCLT 54, 56). */
export const WithdrawalRule = z.lazy(() =>
  z
    .discriminatedUnion('kind', [
      z
        .strictObject({
          kind: z.literal('notice'),
          period: Period,
          rounding: z.enum(['none', 'first-of-following-month']),
          /** Years after entry into force for the State before which no notice is possible. */
          notBeforeYears: z.number().int().positive().optional(),
          /** The instrument binds for successive terms, and notice is possible only in this window. */
          window: z
            .strictObject({
              from: z.literal('treaty-entry-into-force'),
              everyYears: z.number().int().positive(),
              opensForMonths: z.number().int().positive(),
            })
            .optional(),
          clause,
        })
        .meta({ id: 'WithdrawalByNotice' }),
      /**
       * The instrument binds for successive terms: a notice in time takes effect when the running term ends (Genocide
       * Convention, article XIV).
       */
      z
        .strictObject({
          kind: z.literal('term'),
          /** The first term, in years from the entry into force of the instrument. */
          firstYears: z.number().int().positive(),
          /** Every later term, in years. */
          years: z.number().int().positive(),
          /** Months before the end of a term by which notice must be given; a later one ends the next term. */
          noticeMonths: z.number().int().positive(),
          clause,
        })
        .meta({ id: 'WithdrawalAtEndOfTerm' }),
      z
        .strictObject({ kind: z.literal('no-clause'), clause: clause.optional(), reason: z.string().min(1) })
        .meta({ id: 'NoWithdrawalClause' }),
    ])
    .meta({ id: 'WithdrawalRule' }),
);
export type WithdrawalRule = z.infer<typeof WithdrawalRule>;

const Requirement = z.lazy(() =>
  z
    .strictObject({
      instrument: InstrumentId,
      status: z.enum(['signatory', 'party']),
      /** If true, `party` is met as soon as the State has consented, in force or not. */
      metOnConsent: z.boolean().optional(),
    })
    .meta({ id: 'Requirement' }),
);
export type Requirement = z.infer<typeof Requirement>;

/** An act that the instrument provides for: who may do it, and when. */
export const ActProvision = z.lazy(() =>
  z
    .strictObject({
      act: z.enum(['signature', ...depositedConsentKinds]),
      from: Day.optional(),
      until: Day.optional(),
      /** Whether consent needs a signature first; ILO and UNESCO instruments have no signature. */
      afterSignature: z.boolean().optional(),
      /** Every entry must be met; within `anyOf`, one. */
      requires: z
        .array(
          z.union([
            Requirement,
            z.strictObject({ anyOf: z.array(Requirement).min(2) }).meta({ id: 'AnyRequirement' }),
          ]),
        )
        .optional(),
      clause: clause.optional(),
    })
    .meta({ id: 'ActProvision' }),
);
export type ActProvision = z.infer<typeof ActProvision>;

/** The end of the instrument itself, for every State at once (VCLT 42(2), 54, 59). */
export const termination = <T extends AnyCitation>(citation: T) =>
  z.strictObject({
    /** `abrogation`: by its organization, such as the ILO's Conference. `supersession`: by a later instrument. */
    kind: z.enum(['abrogation', 'supersession', 'termination', 'expiry']),
    on: Day,
    rule: clause.describe('The provision or decision by which it ended.'),
    /** The later instrument that replaced it. */
    replacedBy: InstrumentId.optional(),
    sources: z.array(citation).min(1).max(20),
  });
export type Termination = z.infer<ReturnType<typeof termination<typeof Citation>>>;

export type AnyCitation = typeof Citation | typeof NewCitation;

/** A denunciation that follows without notice from consent to a later instrument (ILO revising conventions). */
export const AutomaticDenunciation = z.lazy(() =>
  z
    .strictObject({
      /** The later instrument. */
      by: InstrumentId,
      /** Whether it takes effect with that consent, or when the later instrument enters into force. */
      from: z.enum(['consent', 'entry-into-force']),
      clause,
    })
    .meta({ id: 'AutomaticDenunciation' }),
);
export type AutomaticDenunciation = z.infer<typeof AutomaticDenunciation>;
