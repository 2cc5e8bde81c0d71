import * as z from 'zod';

/**
 * Consents to be bound that are deposited (Vienna Convention on the Law of Treaties, VCLT 11, 14–16);
 * `consent-to-be-bound` is one that the instrument leaves without a name of its own (VCLT 11).
 */
export const depositedConsentKinds = [
  'ratification',
  'acceptance',
  'approval',
  'accession',
  'succession',
  'formal-confirmation',
  'consent-to-be-bound',
] as const;

/** Acts by which a State expresses its consent to be bound (VCLT 11–16). */
export const consentKinds = ['definitive-signature', ...depositedConsentKinds] as const;
export const ConsentKind = z.enum(consentKinds);
export type ConsentKind = z.infer<typeof ConsentKind>;

/**
 * Acts before consent: a signature subject to ratification or ad referendum (VCLT 10, 12, 14), and the
 * succession to a predecessor's signature, which does not bind (Vienna Convention on Succession of States in
 * respect of Treaties, articles 19 and 37).
 */
export const signatureKinds = [
  'signature',
  'signature-ad-referendum',
  'confirmation-of-signature',
  'succession-to-signature',
] as const;

/** Acts about a part of the State's territory (VCLT 29). */
export const territorialKinds = [
  'territorial-extension',
  'territorial-exclusion',
  'territorial-non-extension',
  'continued-application',
] as const;

/** Statements attached to an instrument (VCLT 2(1)(d), 19–23), and acceptances of a body's competence. */
export const statementKinds = ['reservation', 'declaration', 'optional-declaration', 'objection'] as const;

/** Steps inside the State; they never move its status (VCLT 2(1)(b): ratification is the international act). */
export const domesticKinds = ['legislative-approval', 'executive-approval', 'note-sent'] as const;

export const ActionKind = z
  .enum([
    ...signatureKinds,
    ...consentKinds,
    'provisional-application',
    ...statementKinds,
    ...territorialKinds,
    'withdrawal',
    'intention-not-to-become-party',
    'denunciation',
    'rescission',
    'depositary-correction',
    'communication',
    ...domesticKinds,
  ])
  .meta({ id: 'ActionKind' });
export type ActionKind = z.infer<typeof ActionKind>;

export const Status = z.enum(['no-action', 'signatory', 'contracting-state', 'party', 'former-party']).meta({
  id: 'Status',
  description:
    'contracting-state: has consented, not yet in force for it (VCLT 2(1)(f)); party: in force for it (VCLT 2(1)(g)).',
});
export type Status = z.infer<typeof Status>;

export const TerritoryStatus = z
  .enum(['applies', 'excluded', 'not-extended', 'unknown'])
  .meta({ id: 'TerritoryStatus' });
export type TerritoryStatus = z.infer<typeof TerritoryStatus>;

/**
 * How near a source is to the depositary: the depositary itself, an official body, anyone else, or unread by
 * anybody.
 */
export const Tier = z.enum(['primary', 'official', 'secondary', 'unverified']).meta({ id: 'Tier' });
export type Tier = z.infer<typeof Tier>;

/** Whether the depositary states a day, or it was computed from the instrument's rule. */
export const Basis = z.enum(['stated', 'computed']).meta({ id: 'Basis' });

const includes =
  <T extends string>(kinds: readonly T[]) =>
  (kind: string): kind is T =>
    (kinds as readonly string[]).includes(kind);

export const isConsent = includes(consentKinds);
export const isSignature = includes(signatureKinds);
export const isTerritorial = includes(territorialKinds);
export const isStatement = includes(statementKinds);
export const isDomestic = includes(domesticKinds);
