import * as z from 'zod';
import { SourceId } from '../ids.ts';
import type { Source, Urging } from '../source.ts';
import { hasEnded } from './open-act.ts';
import type { StateView } from './state-view.ts';

export const UrgedBy = z
  .object({ source: SourceId, kind: z.enum(['named', 'implied']) })
  .meta({ id: 'UrgedBy' });
export type UrgedBy = z.infer<typeof UrgedBy>;

/** One call of a document on the State about one instrument, by name or within a class. */
export type Urged = { source: Source; urging: Urging; instrument: string };

/**
 * Everything that urges the State, document by document. A class covers instruments that the State was not
 * party to on the document's date and that the document does not name.
 */
export const urgingsUpon = (view: StateView): Urged[] =>
  [...view.catalogue.sources.values()].flatMap((source) => urgingsOf(source, view));

/** What one document urges on the State, named instruments first. */
export function urgingsOf(source: Source, view: StateView): Urged[] {
  const own = source.urgings.filter(({ state }) => state === view.state.code);
  const named = own.flatMap((urging) =>
    urging.kind === 'named' ? [{ source, urging, instrument: urging.instrument }] : [],
  );
  const names = new Set(named.map(({ instrument }) => instrument));
  const implied = own.flatMap((urging) =>
    urging.kind === 'implied'
      ? inClass(urging.class, source, view)
          .filter((instrument) => !names.has(instrument))
          .map((instrument) => ({ source, urging, instrument }))
      : [],
  );
  return [...named, ...implied];
}

function inClass(name: string, source: Source, view: StateView): string[] {
  return [...view.catalogue.instruments.values()]
    .filter(({ classes, adoptedOn }) => classes.includes(name) && adoptedOn <= source.on)
    .filter((instrument) => !hasEnded(instrument, source.on))
    .filter(({ id }) => view.positionOn(id, source.on).status !== 'party')
    .map(({ id }) => id);
}

/**
 * The documents that urge an instrument on the State, each once; `named` wins if a document both names and
 * implies it.
 */
export function urgedBy(urgings: readonly Urged[], instrument: string): UrgedBy[] {
  const kinds = new Map<string, UrgedBy['kind']>();
  for (const { source, urging } of urgings.filter((one) => one.instrument === instrument))
    if (kinds.get(source.id) !== 'named') kinds.set(source.id, urging.kind);
  return [...kinds].map(([source, kind]) => ({ source, kind }));
}
