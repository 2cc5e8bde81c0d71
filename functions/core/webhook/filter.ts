import * as z from 'zod';
import type { Fault } from '../errors.ts';
import { InstrumentId, SourceId, StateCode } from '../ids.ts';
import { type Change, ChangeType } from '../record/change.ts';
import { ActionKind } from '../vocabulary.ts';

const wildcards = ['treaty.*', 'treaty.action.*', 'instrument.*'] as const;

/** A type of change, or several at once. */
export const WantedType = z.enum([...ChangeType.options, ...wildcards]);

const some = <T extends z.ZodType>(member: T) => z.array(member).min(1).max(200).optional();

/**
 * Which changes a subscriber wants: every member present must match (AND) by any of its values (OR); `{}` is
 * everything. `sources` means what those documents urge.
 */
export const Filter = z.lazy(() =>
  z
    .strictObject({
      types: some(WantedType),
      states: some(StateCode),
      instruments: some(InstrumentId),
      depositaries: some(z.string().min(1).max(64)),
      sources: some(SourceId),
      actionKinds: some(ActionKind),
    })
    .meta({ id: 'Filter' }),
);
export type Filter = z.infer<typeof Filter>;

type ChangeFacts = Pick<Change, 'type' | 'facts'>;

/**
 * Whether a change is wanted. A change without a fact that the filter asks for does not match: `instrument.added` never matches
 * `states`, `treaty.status.changed` never `actionKinds`; `urging.recorded` has its State and its own document as source.
 * `dataset.imported` stands for quiet changes of every kind, so that only `types` can shut it out: else a
 * subscriber would not learn of what was imported for the State it watches.
 */
export function matches(filter: Filter, { type, facts }: ChangeFacts): boolean {
  if (!isOfType(filter.types, type)) return false;
  if (type === 'dataset.imported') return true;
  return (
    has(filter.states, facts.state) &&
    has(filter.instruments, facts.instrument) &&
    has(filter.depositaries, facts.depositary) &&
    has(filter.actionKinds, facts.actionKind) &&
    (filter.sources === undefined || filter.sources.some((source) => facts.urgedBy.includes(source)))
  );
}

const has = (wanted: readonly string[] | undefined, fact: string | undefined): boolean =>
  wanted === undefined || (fact !== undefined && wanted.includes(fact));

export const isOfType = (wanted: Filter['types'], type: ChangeType): boolean =>
  wanted === undefined ||
  wanted.some((name) => (name.endsWith('.*') ? type.startsWith(name.slice(0, -1)) : name === type));

/** What a filter may name; each set holds ids. */
export type KnownValues = Record<
  'states' | 'instruments' | 'depositaries' | 'sources',
  { has(id: string): boolean }
>;

/** Values that name nothing on record, each with its pointer; `at` is where the filter is in the body. */
export function unknownValues(filter: Filter, known: KnownValues, at = '/filter'): Fault[] {
  const members = ['states', 'instruments', 'depositaries', 'sources'] as const;
  return members.flatMap((member) =>
    (filter[member] ?? []).flatMap((value, index) =>
      known[member].has(value)
        ? []
        : [{ pointer: `${at}/${member}/${index}`, detail: `${value} is not on record among ${member}` }],
    ),
  );
}
