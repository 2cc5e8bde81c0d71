import { type Action, isRetraction, type TreatyAction } from '../action.ts';
import type { Day, Instant } from '../calendar.ts';

/**
 * An act that stands, under the id by which it was first recorded. `statedIn` is the record that states it
 * now.
 */
export type LiveAction = TreatyAction & { statedIn: string };

/**
 * The acts that stood in the record at `knownAt`. The last correction of an action that itself stands
 * decides: an amendment states the act anew, a retraction takes it back. Retracting a correction brings back
 * the earlier answer.
 */
export function liveActions(actions: readonly Action[], knownAt?: Instant): LiveAction[] {
  if (actions.length === 0) return [];
  const known = knownAt === undefined ? actions : actions.filter((action) => action.recordedAt <= knownAt);
  const stands = statements(known);
  return known
    .filter((action) => action.corrects === undefined)
    .flatMap((original) => {
      const statement = stands(original);
      return statement ? [{ ...statement, id: original.id, statedIn: statement.id }] : [];
    });
}

/**
 * Makes a function that finds what an action states now, after all corrections of it and of those; null if it
 * was taken back.
 */
export function statements(actions: readonly Action[]): (action: Action) => TreatyAction | null {
  const decidingOn = decisions(actions);
  const stands = (action: Action): TreatyAction | null => {
    const deciding = decidingOn(action.id);
    if (deciding !== undefined) return stands(deciding);
    return isRetraction(action) ? null : action;
  };
  return stands;
}

/** The acts done by `asOf` and not withdrawn by then. */
export function upheld(actions: readonly LiveAction[], asOf: Day): LiveAction[] {
  const done = actions.filter((action) => action.doneOn <= asOf);
  const withdrawn = new Set(
    done
      .filter(({ kind, doneOn, effectiveOn }) => kind === 'withdrawal' && (effectiveOn ?? doneOn) <= asOf)
      .map(({ refersTo }) => refersTo),
  );
  return done.filter(({ id }) => !withdrawn.has(id));
}

/** The retraction that stands and takes back the record `id`, an act or a correction. */
export function retractionOf(actions: readonly Action[], id: string): Action | undefined {
  const deciding = decisions(actions)(id);
  return deciding && isRetraction(deciding) ? deciding : undefined;
}

/**
 * Makes a function that finds the deciding correction of a record: the last that is not itself taken back.
 */
function decisions(actions: readonly Action[]): (id: string) => Action | undefined {
  const correcting = actions.filter((action) => action.corrects !== undefined);
  if (correcting.length === 0) return () => undefined;
  const corrections = Map.groupBy(correcting, (action) => action.corrects?.of ?? '');
  const decidingOn = (id: string): Action | undefined =>
    corrections
      .get(id)
      ?.filter((correction) => !isTakenBack(correction.id))
      .reduce<Action | undefined>(lastRecorded, undefined);
  const isTakenBack = (id: string): boolean => decidingOn(id)?.kind === 'retraction';
  return decidingOn;
}

const lastRecorded = (last: Action | undefined, next: Action): Action =>
  last === undefined || order(next) > order(last) ? next : last;

const order = (action: Action): string => `${action.recordedAt} ${action.id}`;
