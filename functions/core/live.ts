import { type Action, isRetraction, type TreatyAction } from './action.ts';
import type { Instant } from './calendar.ts';

/** An act that stands, under the id by which it was first recorded, with the record that states it now. */
export type LiveAction = TreatyAction & { statedIn: string };

/**
 * The acts that stood in the record at `knownAt`. Of the corrections that name an action and themselves stand, the
 * last recorded decides: an amendment states the act anew, a retraction takes it back. A correction is reversed by
 * retracting it, which leaves the earlier answer.
 */
export function liveActions(actions: readonly Action[], knownAt?: Instant): LiveAction[] {
  const known = knownAt === undefined ? actions : actions.filter((action) => action.recordedAt <= knownAt);
  const corrections = Map.groupBy(
    known.filter((action) => action.corrects !== undefined),
    (action) => action.corrects?.of ?? '',
  );
  const stands = (action: Action): TreatyAction | null => {
    const deciding = corrections.get(action.id)?.filter(isInForce).reduce(lastRecorded, undefined);
    if (deciding === undefined) return isRetraction(action) ? null : action;
    return stands(deciding);
  };
  const isInForce = (correction: Action): boolean =>
    isRetraction(correction) ? !isTakenBack(correction) : stands(correction) !== null;
  const isTakenBack = (retraction: Action): boolean => (corrections.get(retraction.id) ?? []).some(isInForce);
  return known
    .filter((action) => action.corrects === undefined)
    .flatMap((original) => {
      const statement = stands(original);
      return statement ? [{ ...statement, id: original.id, statedIn: statement.id }] : [];
    });
}

const lastRecorded = (last: Action | undefined, next: Action): Action =>
  last === undefined || order(next) > order(last) ? next : last;

const order = (action: Action): string => `${action.recordedAt} ${action.id}`;
