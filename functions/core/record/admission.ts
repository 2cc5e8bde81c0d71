import type { Action, ActionContent, NewAction } from '../action.ts';
import { addMonths, type Day, lastDay } from '../calendar.ts';
import { DomainError, refuseAt } from '../errors.ts';
import { lastDayBegun, type Moment } from '../instant.ts';
import type { Instrument } from '../instrument.ts';
import type { Catalogue, Holdings } from '../law/holdings.ts';
import { type LiveAction, liveActions } from '../law/live.ts';
import { isWithin } from '../law/provision.ts';
import { viewState } from '../law/state-view.ts';
import { requireTerritory } from '../law/territory/territory.ts';
import { normalised } from '../text.ts';
import { isTerritorial } from '../vocabulary.ts';
import { checkOpen } from './admission-open.ts';

type AdmissionSetting = Moment & { catalogue: Catalogue; holdings: Holdings };

/**
 * Refuses an act that cannot be recorded: impossible dates, unknown references, a duplicate, or an act not
 * open to the State on its day.
 * @throws DomainError with pointers
 */
export function checkAction(action: NewAction, instrument: Instrument, setting: AdmissionSetting): void {
  checkDates(action, instrument, lastDayBegun(setting));
  checkEffect(action, instrument);
  const view = viewState(setting.catalogue, setting.holdings, { asOf: action.doneOn });
  const live = liveActions(setting.holdings.actions.filter((one) => one.instrument === instrument.id));
  checkTerritory(action);
  if (action.territory) requireTerritory(action.territory, view.state, '/territory');
  checkReference(action, live);
  checkDuplicate(action, live);
  checkOpen(action, instrument, view);
}

/** Refuses a retraction that would restore an act which has been recorded again since. */
export function checkRestored(before: readonly Action[], after: readonly Action[]): void {
  const stood = new Set(liveActions(before).map(({ statedIn }) => statedIn));
  const live = liveActions(after);
  for (const restored of live.filter(({ statedIn }) => !stood.has(statedIn)))
    checkDuplicate(
      restored,
      live.filter(({ id }) => id !== restored.id),
    );
}

/** Refuses an act dated in the future, seen then, or done before the instrument was adopted. */
export function checkDates(
  { doneOn, sources }: Pick<ActionContent, 'doneOn' | 'sources'>,
  { adoptedOn, id }: Instrument,
  begun: Day,
): void {
  const future = (pointer: string, what: string) =>
    refuseAt(
      'date-out-of-range',
      pointer,
      `${what} is in the future; the last day that has begun anywhere is ${begun}.`,
    );
  if (doneOn > begun) future('/doneOn', doneOn);
  if (doneOn < adoptedOn)
    refuseAt('date-out-of-range', '/doneOn', `${doneOn} is before the adoption of ${id} on ${adoptedOn}.`);
  const unseen = sources.findIndex(({ seenOn }) => seenOn > begun);
  if (unseen >= 0) future(`/sources/${unseen}/seenOn`, `A source seen on ${sources[unseen]?.seenOn}`);
}

/**
 * Kinds that may take effect before they are made: a succession may, and a depositary's correction applies
 * from the start (VCLT 79(4)).
 */
const mayReachBack = new Set(['succession', 'depositary-correction', 'communication']);

/**
 * Years between an act and its effect. Notices run for about a year, terms for five or ten, so a longer wait
 * is more likely a slip than a treaty.
 */
const longestWait = { years: 10 };

function checkEffect({ kind, doneOn, effectiveOn: on, override }: NewAction, { adoptedOn, id }: Instrument) {
  if (!on) return;
  const refuse = (detail: string) => refuseAt('date-out-of-range', '/effectiveOn', detail);
  if (on < doneOn && !mayReachBack.has(kind))
    refuseAt('effect-before-act', '/effectiveOn', `The effect on ${on} is before the act on ${doneOn}.`);
  if (on < adoptedOn) refuse(`${on} is before the adoption of ${id} on ${adoptedOn}.`);
  if (on > lastDay) refuse(`${on} is after ${lastDay}, the last day that can be recorded.`);
  if (on > addMonths(doneOn, 12 * longestWait.years) && !override)
    refuse(
      `The effect on ${on} is more than ${longestWait.years} years after the act on ${doneOn}. To record it all the same, give override.reason.`,
    );
}

function checkTerritory({ kind, territory }: ActionContent): void {
  if (!territory && isTerritorial(kind))
    refuseAt('invalid-input', '/territory', `Give the territory that the ${kind} is about.`);
}

/** Kinds that are about another act, and must name it. */
export const needsReference: ReadonlySet<string> = new Set(['withdrawal', 'rescission', 'objection']);

/** An objection is to another State's reservation, so what it refers to is not among the State's own acts. */
function checkReference({ kind, refersTo, doneOn }: ActionContent, live: readonly LiveAction[]): void {
  if (!refersTo) {
    if (needsReference.has(kind))
      refuseAt('reference-invalid', '/refersTo', `Give the action that the ${kind} is about.`);
    return;
  }
  if (kind === 'objection') return;
  const target = live.find(({ id }) => id === refersTo);
  if (!target)
    refuseAt(
      'reference-invalid',
      '/refersTo',
      `No standing action ${refersTo} of this State under this instrument.`,
    );
  if (target && target.doneOn > doneOn)
    refuseAt('reference-invalid', '/refersTo', `${refersTo} was done later, on ${target.doneOn}.`);
}

function checkDuplicate(action: ActionContent, live: readonly LiveAction[]): void {
  const same = live.find((one) => isSame(one, action));
  if (!same) return;
  const apart = isTextual(action.kind) ? ' One that says something else is told apart by its text.' : '';
  throw new DomainError(
    'already-recorded',
    `The ${action.kind} of ${action.doneOn} is already recorded as ${same.id}; amend that one to change it.${apart}`,
    { action: same.id },
  );
}

/** Whether two inputs are one act, however their texts and provisions are written. */
function isSame(one: ActionContent, other: ActionContent): boolean {
  const identity = ({ kind, doneOn, territory, refersTo, text }: ActionContent) =>
    JSON.stringify([
      kind,
      doneOn,
      territory,
      refersTo,
      isTextual(kind) && text ? normalised(text) : undefined,
    ]);
  return identity(one) === identity(other) && isSameProvision(one.provision, other.provision);
}

function isSameProvision(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return isWithin(one, other) || isWithin(other, one);
}

/** A State may make several statements on one day, but an act of another kind happens once. */
const isTextual = (kind: string): boolean =>
  [
    'reservation',
    'declaration',
    'optional-declaration',
    'objection',
    'communication',
    'depositary-correction',
  ].includes(kind);
