import {
  type Action,
  type ActionContent,
  isRetraction,
  type NewAction,
  type NewCorrection,
} from './action.ts';
import { type Day, dayOf, type Instant } from './calendar.ts';
import type { NewCheck } from './check.ts';
import { DomainError, type ErrorCode } from './errors.ts';
import type { Catalogue, Holdings } from './holdings.ts';
import type { Instrument } from './instrument.ts';
import { type LiveAction, liveActions, retractionOf } from './live.ts';
import { type OpenAct, openActs } from './open-act.ts';
import type { Position } from './position.ts';
import { noticeOutcome } from './rules.ts';
import type { State } from './state.ts';
import { type StateView, viewState } from './state-view.ts';
import { isConsent, isTerritorial } from './vocabulary.ts';

type Setting = { catalogue: Catalogue; holdings: Holdings; now: Instant };

/** Refuses an act that cannot be recorded: dates, references, a duplicate, or one not open to the State on its day. */
export function checkAction(action: NewAction, instrument: Instrument, setting: Setting): void {
  checkDates(action, instrument, dayOf(setting.now));
  const view = viewState(setting.catalogue, setting.holdings, { asOf: action.doneOn });
  const live = liveActions(setting.holdings.actions.filter((one) => one.instrument === instrument.id));
  checkTerritory(action, view);
  checkReference(action, live);
  checkDuplicate(action, live);
  if (action.override === undefined && action.territory === undefined) checkOpen(action, instrument, view);
}

const refuse = (code: ErrorCode, pointer: string, detail: string, rule?: object): never => {
  throw new DomainError(code, detail, { errors: [{ pointer, detail }], ...rule });
};

/** A succession may take effect before it is notified; a depositary's correction is so from the start (VCLT 79(4)). */
const mayReachBack = new Set(['succession', 'depositary-correction', 'communication']);

function checkDates(
  { kind, doneOn, effectiveOn, sources }: ActionContent,
  { adoptedOn, id }: Instrument,
  today: string,
) {
  if (doneOn > today)
    refuse('date-out-of-range', '/doneOn', `${doneOn} is in the future; today is ${today} (UTC).`);
  if (doneOn < adoptedOn)
    refuse('date-out-of-range', '/doneOn', `${doneOn} is before the adoption of ${id} on ${adoptedOn}.`);
  if (effectiveOn && effectiveOn < doneOn && !mayReachBack.has(kind))
    refuse(
      'effect-before-act',
      '/effectiveOn',
      `The effect on ${effectiveOn} is before the act on ${doneOn}.`,
    );
  const unseen = sources.findIndex(({ seenOn }) => seenOn > today);
  if (unseen >= 0)
    refuse(
      'date-out-of-range',
      `/sources/${unseen}/seenOn`,
      `A source seen on ${sources[unseen]?.seenOn} is in the future; today is ${today} (UTC).`,
    );
}

function checkTerritory({ kind, territory }: ActionContent, { state }: StateView): void {
  const codes = (state.territories ?? []).map(({ code }) => code);
  if (territory && !codes.includes(territory)) refuseTerritory(territory, state, codes);
  if (!territory && isTerritorial(kind))
    refuse('invalid-input', '/territory', `A ${kind} names the territory that it is about.`);
}

const refuseTerritory = (territory: string, { code }: State, codes: readonly string[]): never =>
  refuse(
    'unknown-value',
    '/territory',
    `${territory} is not a territory of ${code}: ${codes.join(', ') || 'it has none'}.`,
  );

const needsReference = new Set(['withdrawal', 'rescission', 'objection']);

/** An objection is to another State's reservation, so its reference is not among the State's own acts. */
function checkReference({ kind, refersTo, doneOn }: ActionContent, live: readonly LiveAction[]): void {
  if (!refersTo) {
    if (needsReference.has(kind))
      refuse('reference-invalid', '/refersTo', `A ${kind} names the action that it is about.`);
    return;
  }
  if (kind === 'objection') return;
  const target = live.find(({ id }) => id === refersTo);
  if (!target)
    refuse(
      'reference-invalid',
      '/refersTo',
      `No standing action ${refersTo} of this State under this instrument.`,
    );
  if (target && target.doneOn > doneOn)
    refuse('reference-invalid', '/refersTo', `${refersTo} was done only on ${target.doneOn}.`);
}

/** Refuses a look at a source on a day to come, or about a territory that is not the State's. */
export function checkLook({ on, territory, source }: NewCheck, state: State, today: Day): void {
  const late = on > today ? '/on' : source.seenOn > today ? '/source/seenOn' : null;
  if (late) refuse('date-out-of-range', late, `The day is in the future; today is ${today} (UTC).`);
  const codes = (state.territories ?? []).map(({ code }) => code);
  if (territory && !codes.includes(territory)) refuseTerritory(territory, state, codes);
}

function checkDuplicate(action: ActionContent, live: readonly LiveAction[]): void {
  const identity = ({ kind, doneOn, territory, provision, refersTo, text }: ActionContent) =>
    JSON.stringify([kind, doneOn, territory, provision, refersTo, isTextual(kind) ? text : undefined]);
  const same = live.find((one) => identity(one) === identity(action));
  if (same)
    throw new DomainError(
      'already-recorded',
      `The ${action.kind} of ${action.doneOn} is already recorded as ${same.id}.`,
      {
        action: same.id,
      },
    );
}

/** A State may make several statements on one day; an act of another kind happens once. */
const isTextual = (kind: string): boolean =>
  [
    'reservation',
    'declaration',
    'optional-declaration',
    'objection',
    'communication',
    'depositary-correction',
  ].includes(kind);

function checkOpen(action: NewAction, instrument: Instrument, view: StateView): void {
  const position = view.positionOn(instrument.id, action.doneOn);
  const why = whyNotOpen(action, instrument, position, view);
  if (!why) return;
  const open = openActs(instrument, view.state.kind, position, view.statusUnder, action.doneOn);
  refuse('act-not-open', '/kind', `${why} To record it all the same, give override.reason.`, {
    openActs: open,
  });
}

/** Why the act is not open to the State on that day, or null. */
function whyNotOpen(
  action: NewAction,
  instrument: Instrument,
  position: Position,
  view: StateView,
): string | null {
  const { kind, doneOn } = action;
  const who = view.state.name;
  const isBound = position.status === 'contracting-state' || position.status === 'party';
  if (kind === 'denunciation') return whyNoNotice(action, instrument, position, who);
  if (kind === 'rescission')
    return isBound && position.withdrawal?.notice.id === action.refersTo
      ? null
      : `${who} had no denunciation of ${instrument.id} pending on ${doneOn}.`;
  if (kind === 'confirmation-of-signature')
    return position.adReferendum
      ? null
      : `${who} had no signature ad referendum of ${instrument.id} to confirm.`;
  const act = provisionFor(kind);
  if (!act && kind !== 'intention-not-to-become-party') return null;
  if (isBound) return isBoundAlready(who, instrument, position);
  if (!act || act === 'succession') return null;
  return whyProvisionClosed(
    act,
    doneOn,
    instrument,
    openActs(instrument, view.state.kind, position, view.statusUnder, doneOn),
  );
}

const isBoundAlready = (who: string, { id }: Instrument, { consent }: Position): string =>
  `${who} had already consented to be bound by ${id} (${consent?.kind} of ${consent?.doneOn}).`;

function whyProvisionClosed(
  act: string,
  doneOn: string,
  { id, acts }: Instrument,
  open: OpenAct[],
): string | null {
  const entry = open.find((one) => one.act === act);
  if (entry?.waitsFor.length === 0) return null;
  if (entry) return `${id} opens ${act} only after: ${entry.waitsFor.map(describe).join('; ')}.`;
  const offered = acts.filter((provision) => provision.act === act);
  const clause = offered[0]?.clause;
  return offered.length
    ? `${act} of ${id} was not open on ${doneOn}${clause ? ` (${clause})` : ''}.`
    : `${id} provides for ${acts.map((provision) => provision.act).join(', ') || 'no act'}, not for ${act}.`;
}

type Waiting = OpenAct['waitsFor'][number];

const describe = (waiting: Waiting): string =>
  'anyOf' in waiting
    ? `one of ${waiting.anyOf.map(describe).join(', ')}`
    : `being ${waiting.status === 'party' ? 'party to' : 'signatory of'} ${waiting.instrument}`;

const provisionFor = (kind: ActionContent['kind']): string | null => {
  if (kind === 'signature' || kind === 'signature-ad-referendum' || kind === 'definitive-signature')
    return 'signature';
  return isConsent(kind) ? kind : null;
};

function whyNoNotice(
  action: NewAction,
  instrument: Instrument,
  position: Position,
  who: string,
): string | null {
  if (position.status !== 'party' && position.status !== 'contracting-state')
    return `${who} was not bound by ${instrument.id} on ${action.doneOn}.`;
  if (position.withdrawal && !action.effectiveOn)
    return `${who} had already notified its withdrawal from ${instrument.id}.`;
  const outcome = noticeOutcome(instrument, action, position.inForce?.on ?? null);
  return outcome.effective
    ? null
    : `A denunciation of ${instrument.id} has no effect: ${outcome.reason.replace(/\.$/, '')}.`;
}

/** Refuses a correction of what is not recorded or no longer stands. */
export function checkCorrection(
  holdings: Holdings,
  instrument: Instrument,
  of: string,
  { correction }: NewCorrection,
): void {
  const recorded = holdings.actions.filter((action) => action.instrument === instrument.id);
  const target = recorded.find(({ id }) => id === of);
  if (!target)
    throw new DomainError(
      'not-found',
      `There is no action ${of} of ${holdings.state.code} under ${instrument.id}.`,
    );
  if (isRetraction(target) && correction === 'amendment')
    refuse(
      'reference-invalid',
      '/correction',
      'A retraction states no act to amend; retract it to restore what it took back.',
    );
  checkStands(recorded, of);
  for (let above = target.corrects?.of; correction === 'amendment' && above; above = namedBy(recorded, above))
    checkStands(recorded, above);
}

/** What the correction `id` is about; undefined for an act as first recorded. */
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
