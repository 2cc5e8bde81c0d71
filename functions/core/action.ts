import * as z from 'zod';
import { Day, Instant } from './calendar.ts';
import { Citation, NewCitation } from './citation.ts';
import { ActionId, InstrumentId, StateCode } from './ids.ts';
import { Irregular } from './irregular.ts';
import { lengthOf } from './text.ts';
import { ActionKind } from './vocabulary.ts';

/** Declarations reach 20,000 characters (European Union, CRPD). */
const longestText = 50_000;

const longText = () =>
  z
    .string()
    .min(1)
    .refine((text) => lengthOf(text) <= longestText, {
      error: `at most ${longestText} characters are expected; state the rest in a source, by its address`,
    })
    .meta({ maxLength: longestText });

const DoneOnBasis = z.enum(['stated', 'no-later-than']).meta({ id: 'DoneOnBasis' });

/** What is stated of an act: everything but who recorded it, and when. */
const content = <T extends typeof Citation | typeof NewCitation>(citation: T) => ({
  kind: ActionKind,
  /** Day of deposit, registration, signature or notification. */
  doneOn: Day,
  /** `no-later-than`: the act is attested on `doneOn`, its true day is not known. */
  doneOnBasis: DoneOnBasis.optional(),
  /** Effect as stated by the depositary or in the act; where absent it is computed from the instrument's rule. */
  effectiveOn: Day.optional(),
  /** The part of the State's territory that the act is about, where it is not about the State as a whole. */
  territory: StateCode.optional(),
  /** Provision that the act is about, such as `article 41`. */
  provision: z.string().min(1).max(200).optional(),
  /** The action that this one withdraws, rescinds or objects to. */
  refersTo: ActionId.optional(),
  text: longText().optional(),
  sources: z.array(citation).min(1, 'an act needs at least one source').max(20),
});

export const ActionContent = z.lazy(() => z.strictObject(content(Citation)).meta({ id: 'ActionContent' }));
export type ActionContent = z.infer<typeof ActionContent>;

const Override = z.lazy(() =>
  z.strictObject({ reason: z.string().min(1).max(2000) }).meta({ id: 'ActOverride' }),
);

/** Finds a visible character: a text of blanks and zero-width characters alone says nothing. */
const visible = /[^\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
const said = (text: z.ZodString) => text.regex(visible, 'a text with more than blanks is expected');
const reason = said(z.string().min(1).max(2000));

const NewOverride = z.lazy(() => z.strictObject({ reason }).meta({ id: 'NewOverride' }));

/** A treaty action as an editor sends it. */
export const NewAction = z.lazy(() =>
  z
    .strictObject({
      ...content(NewCitation),
      text: said(ActionContent.unwrap().shape.text.unwrap()).optional(),
      provision: said(ActionContent.unwrap().shape.provision.unwrap()).optional(),
      override: NewOverride.optional(),
    })
    .meta({ id: 'NewAction' }),
);
export type NewAction = z.infer<typeof NewAction>;

/** What an amendment changes. Members that are left out stay, and null removes one (RFC 7396). */
const ActionChanges = z.lazy(() => {
  const { kind, doneOn, sources, override, ...others } = NewAction.unwrap().shape;
  const removable = Object.fromEntries(
    Object.entries(others).map(([name, schema]) => [name, schema.nullable()]),
  ) as { [Name in keyof typeof others]: z.ZodNullable<(typeof others)[Name]> };
  return z
    .strictObject({
      kind: kind.optional(),
      doneOn: doneOn.optional(),
      sources: sources.optional(),
      override,
      ...removable,
    })
    .meta({ id: 'ActionChanges' });
});
export type ActionChanges = z.infer<typeof ActionChanges>;

const amendment = () =>
  z
    .strictObject({
      correction: z.literal('amendment'),
      reason,
      changes: ActionChanges.optional().describe('What changes; the rest of the act stays as it stands.'),
      action: NewAction.optional().describe(
        'The whole act anew. To state only what changes, give `changes` instead.',
      ),
    })
    .refine(({ changes, action }) => (changes === undefined) !== (action === undefined), {
      path: ['changes'],
      error: 'give changes, with what changes, or action, with the whole act anew',
    })
    .meta({ id: 'NewAmendment', override: { minProperties: 3, maxProperties: 3 } });

/** A correction of the record: it amends or retracts an action. It is itself undone by retracting it. */
export const NewCorrection = z.lazy(() =>
  z
    .discriminatedUnion('correction', [
      amendment(),
      z.strictObject({ correction: z.literal('retraction'), reason }).meta({ id: 'NewRetraction' }),
    ])
    .meta({ id: 'NewCorrection' }),
);
export type NewCorrection = z.infer<typeof NewCorrection>;

const recorded = () => ({
  id: ActionId,
  state: StateCode,
  instrument: InstrumentId,
  recordedAt: Instant,
  recordedBy: z.string(),
  /** The seed entry that states this act; loading the seeds again compares by it. */
  seed: z.string().optional(),
  override: Override.optional(),
});

const Correction = z.lazy(() =>
  z
    .strictObject({
      of: ActionId,
      kind: z.enum(['amendment', 'retraction']),
      reason: z.string().min(1).max(2000),
    })
    .meta({ id: 'Corrects' }),
);

/**
 * An act as first recorded, or as an amendment states it anew. Whether it is irregular is worked out, never
 * stored.
 */
export const TreatyAction = z.lazy(() =>
  z
    .object({
      ...recorded(),
      ...content(Citation),
      corrects: Correction.optional(),
      irregular: Irregular.optional(),
    })
    .meta({ id: 'TreatyAction' }),
);
export type TreatyAction = z.infer<typeof TreatyAction>;

/** A retraction states no act: it only takes one back. */
export const Retraction = z.lazy(() =>
  z.object({ ...recorded(), kind: z.literal('retraction'), corrects: Correction }).meta({ id: 'Retraction' }),
);
export type Retraction = z.infer<typeof Retraction>;

/** One immutable record under a State and an instrument. */
export const Action = z.lazy(() =>
  z.discriminatedUnion('kind', [TreatyAction, Retraction]).meta({ id: 'Action' }),
);
export type Action = z.infer<typeof Action>;

export const isRetraction = (action: Action): action is Retraction => action.kind === 'retraction';

export const contentOf = (action: ActionContent): ActionContent => Stated.parse(action);

/** Keeps what is stated of an act, and drops what the record adds. */
const Stated = z.lazy(() => z.object(content(Citation)));
