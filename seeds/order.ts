import type { NewInstrument } from '../functions/core/instrument.ts';

/** What an instrument names, so that what is named can be loaded first. */
const namedBy = ({ parent, acts, termination, automaticDenunciations = [] }: NewInstrument): string[] => [
  ...(parent ? [parent] : []),
  ...(termination?.replacedBy ? [termination.replacedBy] : []),
  ...automaticDenunciations.map(({ by }) => by),
  ...acts.flatMap(({ requires = [] }) =>
    requires.flatMap((one) => ('anyOf' in one ? one.anyOf : [one]).map(({ instrument }) => instrument)),
  ),
];

/** Instruments such that each comes after those it names. */
export function inOrder<T extends { id: string; instrument: NewInstrument }>(seeds: readonly T[]): T[] {
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
