import type { Seeds } from './seed.ts';

/** A call about an instrument under which nothing says what the State has done. */
export type UnlookedCall = { source: string; urging: string; state: string; instrument: string };

/** Calls whose answer would be "not looked at", because the seeds have no act, check or roster for them. */
export function unlookedCalls({ sources, participations, readings }: Seeds): UnlookedCall[] {
  const known = new Set([
    ...participations
      .filter(({ actions, checks }) => actions.length + checks.length > 0)
      .map(({ state, instrument }) => `${state}/${instrument}`),
  ]);
  const listed = new Set(readings.map(({ instrument }) => instrument));
  return sources.flatMap(({ id, source }) =>
    source.urgings.flatMap(({ id: urging, state, ...call }) =>
      call.kind !== 'named' || listed.has(call.instrument) || known.has(`${state}/${call.instrument}`)
        ? []
        : [{ source: id, urging, state, instrument: call.instrument }],
    ),
  );
}
