import type { Instrument } from '../../instrument.ts';
import type { LiveAction } from '../live.ts';
import type { Ending } from '../position/ending.ts';
import { isBound, type Position } from '../position/shape.ts';
import { nextEnding } from '../position/taking-effect.ts';
import { entryIntoForceBy } from '../rules.ts';
import type { Participation } from './participation.ts';

/** One sentence that says why the status is what it is. */
export function statusReason(of: Participation, position: Position, instrument: Instrument): string {
  return [sentence(of, position, instrument), ...asides(of, position)].join(' ');
}

function sentence(of: Participation, position: Position, instrument: Instrument): string {
  switch (of.status) {
    case 'no-action':
      if (position.lapsed) return lapsed(position.lapsed);
      return position.takenBack ? takenBack(position.takenBack) : nothing(of, position);
    case 'signatory':
      if (position.lapsed) return `${signed(position)}. ${lapsed(position.lapsed)}`;
      return position.takenBack
        ? `${signed(position)}. ${takenBack(position.takenBack)}`
        : `${signed(position)}; it has not consented to be bound.`;
    case 'contracting-state':
      return `${capital(consentWords(of))} on ${of.consent?.on}; ${awaits(of, instrument)}`;
    case 'party':
      return `${capital(consentWords(of))} on ${of.consent?.on}; in force for it since ${of.inForceOn} (${how(of, instrument)}).`;
    case 'former-party':
      return position.ended
        ? `${capital(consentWords(of))} on ${of.consent?.on}; ${leaves(position.ended)}`
        : `Withdrew by notice of ${of.withdrawal?.notifiedOn}, effective on ${of.withdrawal?.effectiveOn}.`;
  }
}

const signed = ({ signature }: Position): string =>
  signature?.kind === 'succession-to-signature'
    ? `Succeeded to a signature on ${signature.doneOn}`
    : `Signed on ${signature?.doneOn}`;

/** Says why a State left without its own notice. */
function leaves({ kind, on, rule, by }: Ending): string {
  if (kind === 'automatic-denunciation')
    return `denounced without a notice on ${on}, by its consent to ${by} (${rule}).`;
  return `a party until the instrument ended on ${on} (${ends({ kind, by })}: ${rule}).`;
}

const ends = ({ kind, by }: Pick<Ending, 'kind' | 'by'>): string => (by ? `${kind} by ${by}` : kind);

function nothing({ evidenceThrough }: Participation, { adReferendum }: Position): string {
  if (adReferendum)
    return `Signed ad referendum on ${adReferendum.doneOn}; the signature awaits its confirmation.`;
  return evidenceThrough
    ? `No act towards consent is on record; the sources looked at speak for the time up to ${evidenceThrough}.`
    : 'No act towards consent is on record, and no source has been checked for one.';
}

const takenBack = ({ action, on }: NonNullable<Position['takenBack']>): string =>
  `Its ${words(action.kind)} of ${action.doneOn} was withdrawn, with effect on ${on}.`;

const lapsed = ({ kind, doneOn }: LiveAction): string =>
  `Its ${words(kind)} of ${doneOn} came to nothing: the instrument was not yet in force for it.`;

const words = (kind: string): string => kind.replaceAll('-', ' ');

const consentWords = ({ consent }: Participation): string => words(consent?.kind ?? 'consent');

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function awaits(of: Participation, instrument: Instrument): string {
  if (of.inForceOn) return `enters into force for it on ${of.inForceOn} (${how(of, instrument)}).`;
  return instrument.inForceOn
    ? 'the day of entry into force for it is not known: no rule is on record.'
    : 'the instrument is not yet in force.';
}

function how({ inForceBasis, consent }: Participation, instrument: Instrument): string {
  if (inForceBasis === 'stated' || !consent) return 'as stated by the source';
  const by = entryIntoForceBy(instrument, consent.kind, consent.on);
  if (by === 'instrument') return 'the day on which the instrument itself entered into force';
  if (by === 'succession') return 'the day of the succession';
  return `computed by ${instrument.entryIntoForceRule?.clause}`;
}

function asides(of: Participation, position: Position): string[] {
  const { inForceDisagreement: disagreement } = of;
  return [
    leaving(of, position),
    over(of, position),
    of.signatureDisclaimedOn
      ? `On ${of.signatureDisclaimedOn} it declared that it does not intend to become a party; the signature stays listed.`
      : '',
    of.provisionallyApplied
      ? `It has applied the instrument provisionally since ${of.provisionallyApplied.since}.`
      : '',
    disagreement ? `The rule gives ${disagreement.computed}; the stated day is used.` : '',
    applies(of),
    ...position.ineffective.map(
      ({ action, reason }) =>
        `The ${words(action.kind)} of ${action.doneOn} had no effect: ${reason.replace(/\.$/, '')}.`,
    ),
  ].filter((aside) => aside !== '');
}

/** Says that participation has ended or will end, unless the status says so already. */
function over({ ended, status }: Participation, position: Position): string {
  if (ended?.kind === 'automatic-denunciation' && status !== 'former-party')
    return `Its consent to ${ended.by} denounced it on ${ended.on} (${ended.rule}).`;
  if (ended && status !== 'former-party')
    return `The instrument ended on ${ended.on} (${ends(ended)}: ${ended.rule}).`;
  const coming = isBound(position) && nextEnding(position);
  if (!coming) return '';
  return coming.kind === 'automatic-denunciation'
    ? `It ceases to be bound on ${coming.on}, by its consent to ${coming.by} (${coming.rule}).`
    : `The instrument ends on ${coming.on} (${ends(coming)}: ${coming.rule}).`;
}

function leaving({ withdrawal, status }: Participation, { renewal }: Position): string {
  if (!withdrawal || status === 'former-party') return '';
  const until = status === 'party' ? ', and is a party until then' : '';
  const anew = renewal
    ? ` It consented anew on ${renewal.consent.doneOn} (${words(renewal.consent.kind)}).`
    : '';
  return `It has notified its withdrawal, effective on ${withdrawal.effectiveOn}${until}.${anew}`;
}

/** Says where an instrument applies in a territory though the State is not bound, because that surprises. */
function applies({ status, territories }: Participation): string {
  if (status === 'party' || status === 'contracting-state') return '';
  const where = territories.filter((one) => one.status === 'applies');
  const parts = where.map(({ territory, since, attestedOn }) =>
    since ? `${territory} since ${since}` : `${territory}, as attested on ${attestedOn}`,
  );
  return parts.length ? `It applies all the same in ${parts.join('; ')}.` : '';
}
