import { type Action, isRetraction, type TreatyAction } from '../action.ts';
import type { Day, Instant } from '../calendar.ts';

/** An act that stands, under the id by which it was first recorded, with the record that states it now. */
export type LiveAction = TreatyAction & { statedIn: string };

/**
 * The acts that stood in the record at `knownAt`. Of the corrections that name an action and themselves stand, the
 * last recorded decides: an amendment states the act anew, a retraction takes it back. A correction is reversed by
 * retracting it, which leaves the earlier answer.
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

/** Finds what a record states now, with all corrections of it and of those; null for what is taken back. */
export function statements(actions: readonly Action[]): (action: Action) => TreatyAction | null {
  const decidingOn = decisions(actions);
  const stands = (action: Action): TreatyAction | null => {
    const deciding = decidingOn(action.id);
    if (deciding !== undefined) return stands(deciding);
    return isRetraction(action) ? null : action;
  };
  return stands;
}

/** The acts that were done by `asOf` and not withdrawn by then. */
export function upheld(actions: readonly LiveAction[], asOf: Day): LiveAction[] {
  const done = actions.filter((action) => action.doneOn <= asOf);
  const withdrawn = new Set(
    done
      .filter(({ kind, doneOn, effectiveOn }) => kind === 'withdrawal' && (effectiveOn ?? doneOn) <= asOf)
      .map(({ refersTo }) => refersTo),
  );
  return done.filter(({ id }) => !withdrawn.has(id));
}

/** The retraction that takes back the record `id`, whether of an act or of a correction, and itself stands. */
export function retractionOf(actions: readonly Action[], id: string): Action | undefined {
  const deciding = decisions(actions)(id);
  return deciding && isRetraction(deciding) ? deciding : undefined;
}

/** Finds the correction that decides on a record: the last of those that are not themselves taken back. */
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
