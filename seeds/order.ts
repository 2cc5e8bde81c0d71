import type { NewInstrument } from '../functions/core/instrument.ts';
import type { ParticipationSeed, Seeds } from './seed.ts';

/** The instruments that one names, which must be loaded before it. */
const namedBy = ({ parent, acts, termination, automaticDenunciations = [] }: NewInstrument): string[] => [
  ...(parent ? [parent] : []),
  ...(termination?.replacedBy ? [termination.replacedBy] : []),
  ...automaticDenunciations.map(({ by }) => by),
  ...acts.flatMap(({ requires = [] }) =>
    requires.flatMap((one) => ('anyOf' in one ? one.anyOf : [one]).map(({ instrument }) => instrument)),
  ),
];

/** Orders instruments so that each comes after those it names. */
export function inOrderOfReference<T extends { id: string; instrument: NewInstrument }>(
  seeds: readonly T[],
): T[] {
  const byId = new Map(seeds.map((seed) => [seed.id, seed]));
  const ordered = new Set<T>();
  const visit = (seed: T, path: readonly string[]): void => {
    if (ordered.has(seed) || path.includes(seed.id)) return;
    for (const id of namedBy(seed.instrument)) {
      const named = byId.get(id);
      if (named) visit(named, [...path, seed.id]);
    }
    ordered.add(seed);
  };
  for (const seed of seeds) visit(seed, []);
  return [...ordered];
}

/**
 * Orders participations: States on which a document calls come first, then the others, each in the order of
 * instruments.
 */
export function urgedFirst(
  { sources, participations }: Pick<Seeds, 'sources' | 'participations'>,
  instruments: readonly { id: string }[],
): [ParticipationSeed[], ParticipationSeed[]] {
  const urged = new Set(sources.flatMap(({ source }) => source.urgings.map(({ state }) => state)));
  const rank = new Map(instruments.map(({ id }, index) => [id, index]));
  const inRank = participations.toSorted(
    (a, b) => a.state.localeCompare(b.state) || (rank.get(a.instrument) ?? 0) - (rank.get(b.instrument) ?? 0),
  );
  return [inRank.filter(({ state }) => urged.has(state)), inRank.filter(({ state }) => !urged.has(state))];
}
