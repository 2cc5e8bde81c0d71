import type { Instrument } from '../../instrument.ts';
import { isConsent } from '../../vocabulary.ts';
import type { LiveAction } from '../live.ts';
import { entryIntoForce, noticeOutcome } from '../rules.ts';
import { isOfAll } from './ending.ts';
import { become, type InForce, isBound, type Position } from './shape.ts';
import { advance, bindBy, unbind } from './taking-effect.ts';

const ineffective = (position: Position, action: LiveAction, reason: string): Position => ({
  ...position,
  ineffective: [...position.ineffective, { action, reason }],
});

export type Step = (position: Position, action: LiveAction, instrument: Instrument) => Position;

/** The step that acts of a kind take; undefined for kinds that never move the position. */
export function stepOf(kind: LiveAction['kind']): Step | undefined {
  if (isConsent(kind)) return whileItLasts((...at) => consent(kind, ...at));
  return towards[kind] ?? steps[kind];
}

/** Makes a step that does nothing once the instrument has ended. */
const whileItLasts =
  (step: Step): Step =>
  (position, action, instrument) => {
    const end = position.endings.find((ending) => isOfAll(ending) && ending.on <= action.doneOn);
    return end
      ? ineffective(position, action, `the instrument had ended on ${end.on}`)
      : step(position, action, instrument);
  };

const towards: Partial<Record<LiveAction['kind'], Step>> = {
  signature: whileItLasts((position, action) => sign(position, action)),
  'signature-ad-referendum': whileItLasts((position, action) => ({ ...position, adReferendum: action })),
  'succession-to-signature': whileItLasts((position, action) => sign(position, action)),
  'provisional-application': whileItLasts((position, action) =>
    position.status === 'party'
      ? ineffective(position, action, 'the instrument was already in force for the State')
      : { ...position, provisional: action },
  ),
};

const steps: Partial<Record<LiveAction['kind'], Step>> = {
  'confirmation-of-signature': (position, action) =>
    position.adReferendum
      ? { ...sign(position, position.adReferendum, action.doneOn), adReferendum: null }
      : ineffective(position, action, 'there is no signature ad referendum to confirm'),
  'intention-not-to-become-party': (position, action) =>
    isBound(position)
      ? ineffective(position, action, 'the State had consented to be bound, and can only withdraw')
      : { ...position, disclaimed: action, provisional: null },
  denunciation: (position, action, instrument) => denounce(instrument, position, action),
  rescission: (position, action) => rescind(position, action),
  withdrawal: (position, action, instrument) => withdraw(instrument, position, action),
};

function sign(position: Position, signature: LiveAction, on = signature.doneOn): Position {
  const signed = { ...position, signature, disclaimed: null, takenBack: null };
  return position.status === 'no-action' ? become(signed, 'signatory', on) : signed;
}

function consent(
  kind: Parameters<typeof entryIntoForce>[1],
  position: Position,
  action: LiveAction,
  instrument: Instrument,
): Position {
  const computed = entryIntoForce(instrument, kind, action.doneOn);
  const inForce: InForce = action.effectiveOn
    ? { on: action.effectiveOn, basis: 'stated', computed }
    : { on: computed, basis: 'computed', computed };
  const consented = { consent: action, inForce };
  if (isBound(position))
    return position.withdrawal
      ? { ...position, renewal: consented }
      : ineffective(position, action, 'the State had already consented to be bound');
  const signature = kind === 'definitive-signature' ? action : position.signature;
  return bindBy({ ...position, signature }, consented, action.doneOn);
}

function denounce(instrument: Instrument, position: Position, action: LiveAction): Position {
  if (!isBound(position)) return ineffective(position, action, 'the State had not consented to be bound');
  if (position.withdrawal && !action.effectiveOn)
    return ineffective(position, action, 'a withdrawal was already notified');
  const outcome = noticeOutcome(instrument, action, position.inForce?.on ?? null);
  if (!outcome.effective) return ineffective(position, action, outcome.reason);
  const withdrawal = { notice: action, on: outcome.on, basis: outcome.basis };
  return advance({ ...position, withdrawal }, action.doneOn);
}

function rescind(position: Position, action: LiveAction): Position {
  const { withdrawal } = position;
  if (!withdrawal || !isBound(position) || (action.refersTo && action.refersTo !== withdrawal.notice.id))
    return ineffective(position, action, 'there is no denunciation pending to rescind');
  return { ...position, withdrawal: null, renewal: null };
}

/**
 * Undoes what is withdrawn: a signature, a consent not yet in force, or a notice. Statements and territories
 * are handled elsewhere.
 */
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
