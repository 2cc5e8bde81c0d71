import type { ConsentKind } from '../vocabulary.ts';

/**
 * What an act does in counts and in the comparison with the record. `binds-unnamed`: it binds by a kind of
 * consent that the print does not name, so it matches any. `uncompared`: the record keeps it otherwise or not
 * at all.
 */
type Force = 'signs' | 'binds' | 'binds-unnamed' | 'provisional' | 'uncompared';

/** What a date in a list of participants may stand for, in the words of the Treaty Collection's columns. */
const forces = {
  signature: 'signs',
  'succession-to-signature': 'signs',
  'signature-ad-referendum': 'signs',
  'confirmation-of-signature': 'binds',
  'definitive-signature': 'binds',
  ratification: 'binds',
  acceptance: 'binds',
  approval: 'binds',
  accession: 'binds',
  succession: 'binds',
  'formal-confirmation': 'binds',
  'consent-to-be-bound': 'binds-unnamed',
  participation: 'binds-unnamed',
  'simplified-procedure': 'binds-unnamed',
  'provisional-application': 'provisional',
  'provisional-acceptance': 'uncompared',
  application: 'uncompared',
  extension: 'uncompared',
  notification: 'uncompared',
} as const satisfies Record<ConsentKind, 'binds' | 'binds-unnamed'> & Record<string, Force>;

export type CellKind = keyof typeof forces;
export const cellKinds = Object.keys(forces) as CellKind[];

const forceOf = (kind: CellKind | null): Force | null => kind && forces[kind];

export const signs = (kind: CellKind | null): boolean => forceOf(kind) === 'signs';
export const binds = (kind: CellKind | null): boolean => forceOf(kind) === 'binds' || bindsUnnamed(kind);
export const bindsUnnamed = (kind: CellKind | null): boolean => forceOf(kind) === 'binds-unnamed';
export const isCompared = (kind: CellKind | null): kind is CellKind =>
  kind !== null && forces[kind] !== 'uncompared';
