import type { ActionContent, NewAction } from '../action.ts';
import { refuseAt } from '../errors.ts';
import type { Instrument } from '../instrument.ts';
import { type OpenAct, openActs } from '../law/open-act.ts';
import type { Position } from '../law/position.ts';
import { noticeOutcome } from '../law/rules.ts';
import type { StateView } from '../law/state-view.ts';
import { isConsent } from '../vocabulary.ts';

/** Refuses an act that is not open to the State on its day. */
export function checkOpen(action: NewAction, instrument: Instrument, view: StateView): void {
  const position = view.positionOn(instrument.id, action.doneOn);
  const why = whyNotOpen(action, instrument, position, view);
  if (!why) return;
  const open = openActs(instrument, view.state.kind, position, view.statusUnder, action.doneOn);
  refuseAt('act-not-open', '/kind', `${why} To record it all the same, give override.reason.`, {
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
