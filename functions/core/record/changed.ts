import * as z from 'zod';
import { type Action, type ActionContent, contentOf, type TreatyAction } from '../action.ts';
import { statements } from '../law/live.ts';

/** What a correction changed in an act's statement, by member; null where a side has no value. */
export const Changed = z.lazy(() =>
  z
    .record(z.string(), z.object({ from: z.unknown(), to: z.unknown() }).meta({ id: 'ChangedMember' }))
    .meta({ id: 'Changed' }),
);
export type Changed = z.infer<typeof Changed>;

/** What a correction changed when it was recorded; null if it took back the act itself, or restored it. */
export function changedBy(recorded: readonly Action[], correction: Action): Changed | null {
  const origin = originOf(recorded, correction);
  const before = recorded.filter((action) => order(action) < order(correction));
  const [was, is] = [statements(before)(origin), statements([...before, correction])(origin)];
  return was && is ? between(was, is) : null;
}

const order = ({ recordedAt, id }: Action): string => `${recordedAt} ${id}`;

/** The act as first recorded, to which a correction, or a correction of a correction, leads back. */
function originOf(recorded: readonly Action[], action: Action): Action {
  const above = recorded.find(({ id }) => id === action.corrects?.of);
  return above ? originOf(recorded, above) : action;
}

function between(was: TreatyAction, is: TreatyAction): Changed {
  const [before, after] = [contentOf(was), contentOf(is)];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof ActionContent>;
  const changed = [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.fromEntries(
    changed.map((name) => [name, { from: before[name] ?? null, to: after[name] ?? null }]),
  );
}
