import type { Seeds } from './seed.ts';

/** An urging about an instrument under which nothing says what the State has done. */
export type UrgingNotLookedAt = { source: string; urging: string; state: string; instrument: string };

/** Urgings whose answer would be "not looked at", because the seeds have no act, check or roster for them. */
export function urgingsNotLookedAt({ sources, participations, readings }: Seeds): UrgingNotLookedAt[] {
  const known = new Set([
    ...participations
      .filter(({ actions, checks }) => actions.length + checks.length > 0)
      .map(({ state, instrument }) => `${state}/${instrument}`),
  ]);
  const listed = new Set(readings.map(({ instrument }) => instrument));
  return sources.flatMap(({ id, source }) =>
    source.urgings.flatMap(({ id: urging, state, ...about }) =>
      about.kind !== 'named' || listed.has(about.instrument) || known.has(`${state}/${about.instrument}`)
        ? []
        : [{ source: id, urging, state, instrument: about.instrument }],
    ),
  );
}
