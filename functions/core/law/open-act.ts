import * as z from 'zod';
import type { Day } from '../calendar.ts';
import { InstrumentId } from '../ids.ts';
import type { ActProvision, Requirement } from '../instrument/provisions.ts';
import type { Instrument } from '../instrument.ts';
import type { State } from '../state.ts';
import type { Status } from '../vocabulary.ts';
import { isBound, type Position } from './position/shape.ts';

const Waiting = z
  .object({ instrument: InstrumentId, status: z.enum(['signatory', 'party']) })
  .meta({ id: 'Waiting' });
const AnyWaiting = z.object({ anyOf: z.array(Waiting) }).meta({ id: 'AnyWaiting' });

export const OpenAct = z.lazy(() =>
  z
    .object({
      act: z.string(),
      /** What the State must reach first; empty when nothing is in the way. */
      waitsFor: z.array(z.union([Waiting, AnyWaiting])),
    })
    .meta({ id: 'OpenAct' }),
);
export type OpenAct = z.infer<typeof OpenAct>;

/**
 * The acts towards consent that the instrument opens on `asOf` to a State at `position`, each with what it
 * waits for. None is open before the instrument is, after its end, or to a State already bound. A signatory
 * may ratify, accept or approve. Formal confirmation is for organizations; succession is never offered,
 * because it follows from a State's birth.
 */
export function openActs(
  instrument: Instrument,
  kind: State['kind'],
  position: Pick<Position, 'status' | 'signature'>,
  statusUnder: (instrument: string) => Status,
  asOf: Day,
): OpenAct[] {
  if (isBound(position) || isYetToOpen(instrument, asOf) || hasEnded(instrument, asOf)) return [];
  const signed = position.signature !== null;
  const rejoins = position.status === 'former-party';
  return instrument.acts
    .filter(({ act }) => isFor(act, kind))
    .filter((provision) => isWithin(provision, asOf))
    .filter(
      (provision) =>
        follows(instrument, provision, signed, asOf) || (rejoins && provision.act === 'accession'),
    )
    .map((provision) => ({
      act: provision.act,
      waitsFor: waitsFor(instrument, provision, signed, statusUnder),
    }));
}

const isYetToOpen = ({ adoptedOn, openedForSignatureOn = adoptedOn }: Instrument, day: Day): boolean =>
  day < openedForSignatureOn;

export const hasEnded = ({ termination }: Instrument, day: Day): boolean =>
  termination !== undefined && termination.on <= day;

const isFor = (act: ActProvision['act'], kind: State['kind']): boolean =>
  act !== 'succession' &&
  (act !== 'formal-confirmation' || kind === 'organization') &&
  (act !== 'ratification' || kind !== 'organization');

const isWithin = ({ from, until }: ActProvision, day: Day): boolean =>
  (from === undefined || from <= day) && (until === undefined || day <= until);

/** A signatory does not sign again or accede; a State that can no longer sign cannot ratify. */
function follows(instrument: Instrument, provision: ActProvision, signed: boolean, asOf: Day): boolean {
  if (provision.act === 'signature') return !signed;
  if (provision.act === 'accession') return !signed;
  if (!provision.afterSignature || signed) return true;
  return instrument.acts.some(
    ({ act, ...period }) => act === 'signature' && isWithin({ act, ...period }, asOf),
  );
}

function waitsFor(
  { id }: Instrument,
  provision: ActProvision,
  signed: boolean,
  statusUnder: (instrument: string) => Status,
): OpenAct['waitsFor'] {
  const unmet = (provision.requires ?? []).flatMap<OpenAct['waitsFor'][number]>((requirement) => {
    if (!('anyOf' in requirement)) return isMet(requirement, statusUnder) ? [] : [waiting(requirement)];
    const met = requirement.anyOf.some((one) => isMet(one, statusUnder));
    return met ? [] : [{ anyOf: requirement.anyOf.map(waiting) }];
  });
  const signature =
    provision.afterSignature && !signed ? [{ instrument: id, status: 'signatory' as const }] : [];
  return [...signature, ...unmet];
}

const waiting = ({ instrument, status }: Requirement) => ({ instrument, status });

const rank: Record<Status, number> = {
  'no-action': 0,
  'former-party': 0,
  signatory: 1,
  'contracting-state': 2,
  party: 3,
};

function isMet(
  { instrument, status, metOnConsent }: Requirement,
  statusUnder: (id: string) => Status,
): boolean {
  const needed = status === 'signatory' ? 1 : metOnConsent ? 2 : 3;
  return rank[statusUnder(instrument)] >= needed;
}
