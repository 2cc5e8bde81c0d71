import type { ActionContent } from '../action.ts';
import type { Instrument } from '../instrument.ts';
import type { Irregular } from '../irregular.ts';
import type { State } from '../state.ts';
import { isConsent, type Status } from '../vocabulary.ts';
import type { LiveAction } from './live.ts';
import { hasEnded, type OpenAct, openActs } from './open-act.ts';
import { positionBefore } from './position/position.ts';
import { isBound, type Position } from './position/shape.ts';
import { noticeOutcome } from './rules.ts';
import type { InstrumentView, StateView } from './state-view.ts';

/** Who acts under which instrument, and the position just before the act. */
export type Before = {
  state: Pick<State, 'name' | 'kind'>;
  instrument: Instrument;
  position: Position;
  /** The State's status under other instruments on the day of the act. */
  statusUnder: (instrument: string) => Status;
};

type JudgedAct = Pick<ActionContent, 'kind' | 'doneOn' | 'effectiveOn' | 'refersTo' | 'territory'>;

type Judge = (act: JudgedAct, before: Before) => Irregular | null;

/** Acts that no provision of the instrument opens, each by its own rule. */
const judges = {
  denunciation: ofNotice,
  rescission: ofRescission,
  'confirmation-of-signature': ofConfirmation,
  'provisional-application': ofProvisional,
  'intention-not-to-become-party': ofDisclaimer,
  'succession-to-signature': ofSuccessionToSignature,
} satisfies Partial<Record<ActionContent['kind'], Judge>>;

function judgeOf({ kind, territory }: JudgedAct): Judge | null {
  if (territory !== undefined) return null;
  const provision = provisionFor(kind);
  if (provision) return (act, before) => ofProvision(provision, act, before);
  return kind in judges ? judges[kind as keyof typeof judges] : null;
}

/**
 * The rule that an act breaks, or null. Acts about a territory alone and domestic steps are judged by rules
 * of their own.
 */
export const irregularityOf: Judge = (act, before) => judgeOf(act)?.(act, before) ?? null;

const irregular = (rule: Irregular['rule'], detail: string, clause?: string): Irregular => ({
  rule,
  ...(clause && { clause }),
  detail,
});

const provisionFor = (kind: ActionContent['kind']): string | null => {
  if (kind === 'signature' || kind === 'signature-ad-referendum' || kind === 'definitive-signature')
    return 'signature';
  return isConsent(kind) ? kind : null;
};

function boundAlready({ state, instrument, position: { consent } }: Before): Irregular {
  return irregular(
    'bound-already',
    `${state.name} had already consented to be bound by ${instrument.id} (${consent?.kind} of ${consent?.doneOn}).`,
  );
}

function ofNotice(act: JudgedAct, { state, instrument, position }: Before): Irregular | null {
  if (!isBound(position))
    return irregular('not-bound', `${state.name} was not bound by ${instrument.id} on ${act.doneOn}.`);
  if (position.withdrawal && !act.effectiveOn)
    return irregular(
      'notified-already',
      `${state.name} had already notified its withdrawal from ${instrument.id}.`,
    );
  const outcome = noticeOutcome(instrument, act, position.inForce?.on ?? null);
  if (outcome.effective) return null;
  const reason = outcome.reason.replace(/\.$/, '');
  return irregular(
    'no-effect',
    `A denunciation of ${instrument.id} has no effect: ${reason}.`,
    instrument.withdrawalRule?.clause,
  );
}

function ofRescission(act: JudgedAct, { state, instrument, position }: Before): Irregular | null {
  if (isBound(position) && position.withdrawal?.notice.id === act.refersTo) return null;
  return irregular(
    'nothing-pending',
    `${state.name} had no denunciation of ${instrument.id} pending on ${act.doneOn}.`,
  );
}

function ofConfirmation(_: JudgedAct, { state, instrument, position }: Before): Irregular | null {
  if (position.adReferendum) return null;
  const detail = `${state.name} had no signature ad referendum of ${instrument.id} to confirm.`;
  return irregular('nothing-to-confirm', detail, 'VCLT 12(2)(b)');
}

function ofDisclaimer(_: JudgedAct, before: Before): Irregular | null {
  return isBound(before.position) ? boundAlready(before) : null;
}

function ofProvisional({ doneOn }: JudgedAct, { state, instrument, position }: Before): Irregular | null {
  if (hasEnded(instrument, doneOn)) return over(instrument);
  return position.status === 'party'
    ? irregular('in-force-already', `${instrument.id} was already in force for ${state.name}.`, 'VCLT 25')
    : null;
}

/** No period of signature binds a successor, because it signs nothing. */
function ofSuccessionToSignature({ doneOn }: JudgedAct, before: Before): Irregular | null {
  const { state, instrument, position } = before;
  if (isBound(position)) return boundAlready(before);
  if (hasEnded(instrument, doneOn)) return over(instrument);
  return position.signature ? signedAlready('signature', state.name, instrument, position) : null;
}

const over = ({ id, termination }: Instrument): Irregular =>
  irregular('instrument-ended', `${id} had ended on ${termination?.on}.`, termination?.rule);

function ofProvision(act: string, { doneOn }: JudgedAct, before: Before): Irregular | null {
  const { state, instrument, position, statusUnder } = before;
  if (isBound(position)) return boundAlready(before);
  if (hasEnded(instrument, doneOn)) return over(instrument);
  if (act === 'succession') return null;
  const open = openActs(instrument, state.kind, position, statusUnder, doneOn);
  const entry = open.find((one) => one.act === act);
  if (entry?.waitsFor.length === 0) return null;
  if (entry) return ofWaiting(act, entry, instrument);
  return ofClosed(act, doneOn, before);
}

function ofWaiting(act: string, { waitsFor }: OpenAct, { id, acts }: Instrument): Irregular {
  const unsigned = waitsFor.some((one) => 'instrument' in one && one.instrument === id);
  return irregular(
    unsigned ? 'signature-first' : 'waits-for',
    `${id} opens ${act} only after: ${waitsFor.map(describe).join('; ')}.`,
    acts.find((provision) => provision.act === act)?.clause,
  );
}

type Awaited = OpenAct['waitsFor'][number];

const describe = (waiting: Awaited): string =>
  'anyOf' in waiting
    ? `one of ${waiting.anyOf.map(describe).join(', ')}`
    : `being ${waiting.status === 'party' ? 'party to' : 'signatory of'} ${waiting.instrument}`;

function ofClosed(act: string, doneOn: string, { state, instrument, position }: Before): Irregular {
  const { id, acts } = instrument;
  const offered = acts.filter((provision) => provision.act === act);
  const clause = offered[0]?.clause;
  if (offered.length === 0)
    return irregular(
      'not-provided',
      `${id} provides for ${acts.map((provision) => provision.act).join(', ') || 'no act'}, not for ${act}.`,
    );
  if (position.signature && (act === 'accession' || act === 'signature'))
    return signedAlready(act, state.name, instrument, position);
  const rule = offered.some(({ afterSignature }) => afterSignature) ? 'signature-first' : 'not-open-then';
  return irregular(rule, `${act} of ${id} was not open on ${doneOn}${clause ? ` (${clause})` : ''}.`, clause);
}

function signedAlready(
  act: string,
  who: string,
  { id, acts }: Instrument,
  { signature }: Position,
): Irregular {
  const instead =
    act === 'accession' ? '; a signatory ratifies, accepts or approves, and does not accede' : '';
  return irregular(
    'signed-already',
    `${who} had already signed ${id} on ${signature?.doneOn}${instead}.`,
    acts.find((provision) => provision.act === act)?.clause,
  );
}

/** The rule that an act on record breaks, given everything else that stands on record, or null. */
export function irregularityIn(view: StateView, under: InstrumentView, action: LiveAction): Irregular | null {
  if (!judgeOf(action)) return null;
  const { instrument, actions } = under;
  const endings = view.endingsOn(instrument, action.doneOn);
  return irregularityOf(action, {
    state: view.state,
    instrument,
    position: positionBefore(instrument, actions, action, endings),
    statusUnder: (id) => view.positionOn(id, action.doneOn).status,
  });
}
