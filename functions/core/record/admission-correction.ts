import {
  type Action,
  type ActionChanges,
  contentOf,
  isRetraction,
  NewAction,
  type NewCorrection,
  type TreatyAction,
} from '../action.ts';
import { DomainError, refuseAt } from '../errors.ts';
import type { Instrument } from '../instrument.ts';
import type { Holdings } from '../law/holdings.ts';
import { retractionOf, statements } from '../law/live.ts';

/**
 * Refuses a correction of something not recorded or no longer standing, and an amendment that does not state
 * a valid act.
 * @returns the act as the amendment states it; null for a retraction
 * @throws DomainError
 */
export function amendedBy(
  holdings: Holdings,
  instrument: Instrument,
  of: string,
  given: NewCorrection,
): NewAction | null {
  const { correction } = given;
  const recorded = holdings.actions.filter((action) => action.instrument === instrument.id);
  const target = recorded.find(({ id }) => id === of);
  if (!target)
    throw new DomainError(
      'not-found',
      `There is no action ${of} of ${holdings.state.code} under ${instrument.id}.`,
    );
  if (isRetraction(target) && correction === 'amendment')
    refuseAt(
      'reference-invalid',
      '/correction',
      'A retraction states no act to amend; retract it to restore what it took back.',
    );
  checkStands(recorded, of);
  for (let above = target.corrects?.of; correction === 'amendment' && above; above = namedBy(recorded, above))
    checkStands(recorded, above);
  if (given.correction === 'retraction') return null;
  const live = statements(recorded)(target);
  const action = given.action ?? applied(live, given.changes);
  checkStatesAnew(live, action);
  return action;
}

/** Applies a merge patch (RFC 7396) to the act as it stands. */
function applied(live: TreatyAction | null, changes: ActionChanges = {}): NewAction {
  const merged = { ...(live && contentOf(live)), ...changes };
  return NewAction.parse(
    Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null && value !== undefined)),
  );
}

function checkStatesAnew(live: TreatyAction | null, { override, ...action }: NewAction): void {
  const isOverridden = override && override.reason !== live?.override?.reason;
  if (!live || isOverridden) return;
  if (JSON.stringify(contentOf(live)) !== JSON.stringify(contentOf(action))) return;
  throw new DomainError('already-recorded', `${live.id} already states exactly that.`, {
    action: live.id,
  });
}

/** The record that the correction `id` is about; undefined if `id` is an act as first recorded. */
const namedBy = (recorded: readonly Action[], id: string): string | undefined =>
  recorded.find((action) => action.id === id)?.corrects?.of;

function checkStands(recorded: readonly Action[], id: string): void {
  const takenBack = retractionOf(recorded, id);
  if (takenBack)
    throw new DomainError(
      'conflict',
      `${id} was already retracted by ${takenBack.id}; retract that to restore it.`,
      { action: takenBack.id },
    );
}
