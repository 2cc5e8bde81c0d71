import { type Day, laterOf } from '../calendar.ts';
import type { Instrument } from '../instrument.ts';
import { isConsent, isSignature, type Status } from '../vocabulary.ts';
import type { LiveAction } from './live.ts';
import { entryIntoForce, noticeOutcome } from './rules.ts';

/** Where a State stands under one instrument on a day, with the acts that put it there. */
export type Position = {
  status: Status;
  since: Day | null;
  signature: LiveAction | null;
  /** A signature ad referendum that awaits its confirmation (VCLT 12(2)(b)). */
  adReferendum: LiveAction | null;
  disclaimed: LiveAction | null;
  consent: LiveAction | null;
  inForce: InForce | null;
  /** Consent given anew while a withdrawal is pending, to follow on it (Trinidad and Tobago, ICCPR-OP1, 1998). */
  renewal: Consented | null;
  withdrawal: Withdrawal | null;
  /** The signature or the consent that was withdrawn before the instrument was in force for the State. */
  takenBack: { action: LiveAction; by: LiveAction; on: Day } | null;
  provisional: LiveAction | null;
  /** Acts that had no legal effect on the status, and why. */
  ineffective: { action: LiveAction; reason: string }[];
};

/** `computed` is kept beside a stated day, so that a disagreement shows. */
export type InForce = { on: Day | null; basis: 'stated' | 'computed'; computed: Day | null };
type Consented = { consent: LiveAction; inForce: InForce };
export type Withdrawal = { notice: LiveAction; on: Day; basis: 'stated' | 'computed' };

/** Where a State stands that has done nothing. */
export const noPosition: Position = {
  status: 'no-action',
  since: null,
  signature: null,
  adReferendum: null,
  disclaimed: null,
  consent: null,
  inForce: null,
  renewal: null,
  withdrawal: null,
  takenBack: null,
  provisional: null,
  ineffective: [],
};

const become = (position: Position, status: Status, on: Day): Position =>
  status === position.status ? position : { ...position, status, since: on };

/** Acts of one day in the order in which law lets them follow each other, whatever the order of recording. */
const rank = (action: LiveAction): number =>
  isSignature(action.kind)
    ? action.kind === 'confirmation-of-signature'
      ? 1
      : 0
    : isConsent(action.kind)
      ? 3
      : (others[action.kind] ?? 4);

/** A State that denounces in order to join anew with a reservation does both on one day. */
const others: Partial<Record<LiveAction['kind'], number>> = { denunciation: 2, rescission: 5, withdrawal: 6 };

const orderOf = (action: LiveAction): string =>
  [action.doneOn, rank(action), action.kind, action.effectiveOn ?? '', action.id].join(' ');

/**
 * The position on `asOf`: a fold of the acts done by then, in the order of law. Acts about a territory alone and
 * domestic steps do not move it. The acts must all be of one State under `instrument`.
 */
export function positionOf(instrument: Instrument, actions: readonly LiveAction[], asOf: Day): Position {
  const moving = actions
    .flatMap((action) => {
      const step = stepOf(action.kind);
      const isMoving = step && action.doneOn <= asOf && action.territory === undefined;
      return isMoving ? [{ action, step, order: orderOf(action) }] : [];
    })
    .sort((a, b) => (a.order < b.order ? -1 : 1));
  const position = moving.reduce(
    (before, { action, step }) => step(advance(before, action.doneOn), action, instrument),
    noPosition,
  );
  return advance(position, asOf);
}

/** The act that the status rests on. */
export function basisOf({ status, signature, consent, withdrawal, takenBack }: Position): LiveAction | null {
  if (status === 'former-party') return withdrawal?.notice ?? null;
  if (status === 'contracting-state' || status === 'party') return consent;
  return takenBack ? null : signature;
}

/** The first day after `asOf` on which the status differs if nothing more is done, or null. */
export function nextEffectOn(position: Position): Day | null {
  for (let ahead = position, due = nextDue(ahead); due !== null; due = nextDue(ahead)) {
    ahead = advance(ahead, due);
    if (ahead.status !== position.status) return due;
  }
  return null;
}

function advance(position: Position, day: Day): Position {
  for (let due = nextDue(position); due !== null && due <= day; due = nextDue(position))
    position = takeEffect(position, due);
  return position;
}

const bound = (position: Position): boolean =>
  position.status === 'contracting-state' || position.status === 'party';

function nextDue({ status, inForce, withdrawal }: Position): Day | null {
  const days = [
    status === 'contracting-state' ? inForce?.on : null,
    status === 'contracting-state' || status === 'party' ? withdrawal?.on : null,
  ].filter((day) => typeof day === 'string');
  return days.sort()[0] ?? null;
}

function takeEffect(position: Position, due: Day): Position {
  if (position.withdrawal?.on === due && bound(position)) return leave(position, due);
  return become({ ...position, provisional: null }, 'party', due);
}

/** A State that leaves before the instrument was in force for it was never a party; one that joined anew stays. */
function leave(position: Position, on: Day): Position {
  const by = position.withdrawal?.notice;
  const left =
    position.status === 'contracting-state' && by
      ? unbind(position, by, on)
      : become(position, 'former-party', on);
  if (!left.renewal) return left;
  const { consent, inForce } = left.renewal;
  return bindBy(left, { consent, inForce: { ...inForce, on: inForce.on && laterOf(inForce.on, on) } }, on);
}

const bindBy = (position: Position, consented: Consented, on: Day): Position =>
  become(
    { ...position, ...consented, renewal: null, withdrawal: null, takenBack: null, disclaimed: null },
    'contracting-state',
    on,
  );

function unbind(position: Position, by: LiveAction, on: Day): Position {
  const takenBack = position.consent && { action: position.consent, by, on };
  const unbound = { ...position, consent: null, inForce: null, withdrawal: null, takenBack };
  return become(unbound, position.signature ? 'signatory' : 'no-action', on);
}

const ineffective = (position: Position, action: LiveAction, reason: string): Position => ({
  ...position,
  ineffective: [...position.ineffective, { action, reason }],
});

type Step = (position: Position, action: LiveAction, instrument: Instrument) => Position;

/** What acts of a kind do to the position; undefined for those that never move it, however many there are. */
function stepOf(kind: LiveAction['kind']): Step | undefined {
  if (!isConsent(kind)) return steps[kind];
  return (position, action, instrument) => consent(instrument, position, action, kind);
}

const steps: Partial<Record<LiveAction['kind'], Step>> = {
  signature: (position, action) => sign(position, action),
  'signature-ad-referendum': (position, action) => ({ ...position, adReferendum: action }),
  'confirmation-of-signature': (position, action) =>
    position.adReferendum
      ? { ...sign(position, position.adReferendum, action.doneOn), adReferendum: null }
      : ineffective(position, action, 'there is no signature ad referendum to confirm'),
  'provisional-application': (position, action) =>
    position.status === 'party'
      ? ineffective(position, action, 'the instrument was already in force for the State')
      : { ...position, provisional: action },
  'intention-not-to-become-party': (position, action) =>
    bound(position)
      ? ineffective(position, action, 'the State had consented to be bound, and can only withdraw')
      : { ...position, disclaimed: action, provisional: null },
  denunciation: (position, action, instrument) => denounce(instrument, position, action),
  rescission: (position, action) => rescind(position, action),
  withdrawal: (position, action, instrument) => withdraw(instrument, position, action),
};

function sign(position: Position, signature: LiveAction, on: Day = signature.doneOn): Position {
  const signed = { ...position, signature, disclaimed: null, takenBack: null };
  return position.status === 'no-action' ? become(signed, 'signatory', on) : signed;
}

function consent(
  instrument: Instrument,
  position: Position,
  action: LiveAction,
  kind: Parameters<typeof entryIntoForce>[1],
): Position {
  const computed = entryIntoForce(instrument, kind, action.doneOn);
  const inForce: InForce = action.effectiveOn
    ? { on: action.effectiveOn, basis: 'stated', computed }
    : { on: computed, basis: 'computed', computed };
  const consented = { consent: action, inForce };
  if (bound(position))
    return position.withdrawal
      ? { ...position, renewal: consented }
      : ineffective(position, action, 'the State had already consented to be bound');
  const signature = kind === 'definitive-signature' ? action : position.signature;
  return bindBy({ ...position, signature }, consented, action.doneOn);
}

function denounce(instrument: Instrument, position: Position, action: LiveAction): Position {
  if (!bound(position)) return ineffective(position, action, 'the State had not consented to be bound');
  if (position.withdrawal && !action.effectiveOn)
    return ineffective(position, action, 'a withdrawal was already notified');
  const outcome = noticeOutcome(instrument, action, position.inForce?.on ?? null);
  if (!outcome.effective) return ineffective(position, action, outcome.reason);
  const withdrawal = { notice: action, on: outcome.on, basis: outcome.basis };
  return advance({ ...position, withdrawal }, action.doneOn);
}

function rescind(position: Position, action: LiveAction): Position {
  const { withdrawal } = position;
  if (!withdrawal || !bound(position) || (action.refersTo && action.refersTo !== withdrawal.notice.id))
    return ineffective(position, action, 'there is no denunciation pending to rescind');
  return { ...position, withdrawal: null, renewal: null };
}

/** What is withdrawn decides: a signature, a consent not yet in force, a notice; statements and territories are elsewhere. */
function withdraw(instrument: Instrument, position: Position, action: LiveAction): Position {
  const { refersTo } = action;
  if (refersTo === undefined) return position;
  if (refersTo === position.withdrawal?.notice.id) return rescind(position, action);
  if (refersTo === position.provisional?.id) return { ...position, provisional: null };
  if (refersTo === position.disclaimed?.id) return { ...position, disclaimed: null };
  if (refersTo === position.adReferendum?.id) return { ...position, adReferendum: null };
  if (refersTo === position.renewal?.consent.id) return { ...position, renewal: null };
  if (refersTo === position.consent?.id)
    return position.status === 'contracting-state' && !action.effectiveOn
      ? unbind(position, action, action.doneOn)
      : denounce(instrument, position, action);
  if (refersTo === position.signature?.id) return unsign(position, action);
  return position;
}

function unsign(position: Position, by: LiveAction): Position {
  const takenBack = position.signature && { action: position.signature, by, on: by.doneOn };
  const unsigned = { ...position, signature: null, disclaimed: null };
  return position.status === 'signatory'
    ? become({ ...unsigned, takenBack }, 'no-action', by.doneOn)
    : unsigned;
}
