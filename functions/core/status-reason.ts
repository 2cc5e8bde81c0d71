import type { Instrument } from './instrument.ts';
import type { Participation } from './participation.ts';
import type { Position } from './position.ts';

/** One sentence that says why the status is what it is. */
export function statusReason(of: Participation, position: Position, instrument: Instrument): string {
  return [sentence(of, instrument), ...asides(of, position)].join(' ');
}

function sentence(of: Participation, instrument: Instrument): string {
  switch (of.status) {
    case 'no-action':
      return of.evidenceThrough
        ? `No act towards consent is on record; the sources looked at speak for the time up to ${of.evidenceThrough}.`
        : 'No act towards consent is on record, and no source has been checked.';
    case 'signatory':
      return `Signed on ${of.signedOn}; it has not consented to be bound.`;
    case 'contracting-state':
      return `${capital(consentWords(of))} on ${of.consent?.on}; ${awaits(of, instrument)}`;
    case 'party':
      return `${capital(consentWords(of))} on ${of.consent?.on}; in force for it since ${of.inForceOn} (${how(of, instrument)}).`;
    case 'former-party':
      return `Withdrew by notice of ${of.withdrawal?.notifiedOn}, effective on ${of.withdrawal?.effectiveOn}.`;
  }
}

const consentWords = ({ consent }: Participation): string =>
  (consent?.kind ?? 'consent').replaceAll('-', ' ');

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function awaits(of: Participation, instrument: Instrument): string {
  if (of.inForceOn) return `enters into force for it on ${of.inForceOn} (${how(of, instrument)}).`;
  return instrument.inForceOn
    ? 'the day of entry into force for it is not known: no rule is on record.'
    : 'the instrument is not yet in force.';
}

function how({ inForceBasis }: Participation, { entryIntoForceRule }: Instrument): string {
  if (inForceBasis === 'stated') return 'as stated by the source';
  return entryIntoForceRule ? `computed by ${entryIntoForceRule.clause}` : 'computed';
}

function asides(of: Participation, position: Position): string[] {
  const { withdrawal, status, inForceDisagreement: disagreement } = of;
  return [
    withdrawal && status === 'party'
      ? `It has notified its withdrawal, effective on ${withdrawal.effectiveOn}, and is a party until then.`
      : '',
    of.signatureDisclaimedOn
      ? `On ${of.signatureDisclaimedOn} it declared that it does not intend to become a party; the signature stays listed.`
      : '',
    of.provisionallyApplied
      ? `It has applied the instrument provisionally since ${of.provisionallyApplied.since}.`
      : '',
    disagreement ? `The rule gives ${disagreement.computed}; the stated day is used.` : '',
    ...position.ineffective.map(
      ({ action, reason }) =>
        `The ${action.kind.replaceAll('-', ' ')} of ${action.doneOn} had no effect: ${reason}.`,
    ),
  ].filter((aside) => aside !== '');
}
