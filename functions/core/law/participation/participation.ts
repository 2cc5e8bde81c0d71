import * as z from 'zod';
import { Day } from '../../calendar.ts';
import { bestTier, weakestTier } from '../../citation.ts';
import { ActionId, InstrumentId, StateCode } from '../../ids.ts';
import { Basis, ConsentKind, Status, Tier } from '../../vocabulary.ts';
import { type Evidence, evidenceOf } from '../evidence.ts';
import { OpenAct, openActs } from '../open-act.ts';
import { isOfAll } from '../position/ending.ts';
import { endedBy, type Position } from '../position/shape.ts';
import type { InstrumentView, StateView } from '../state-view.ts';
import { TerritoryPosition, territoryPositions } from '../territory/territory.ts';
import { type Urged, UrgedBy, urgedBy } from '../urging.ts';

const Consent = z.lazy(() =>
  z.object({ kind: ConsentKind, on: Day, action: ActionId }).meta({ id: 'Consent' }),
);

const InForceDisagreement = z.lazy(() =>
  z.object({ stated: Day, computed: Day }).meta({ id: 'InForceDisagreement' }),
);

const Withdrawal = z.lazy(() =>
  z.object({ notifiedOn: Day, effectiveOn: Day, basis: Basis }).meta({ id: 'Withdrawal' }),
);

const ProvisionalApplication = z.lazy(() => z.object({ since: Day }).meta({ id: 'ProvisionalApplication' }));

const Ended = z.lazy(() =>
  z
    .object({
      kind: z.enum(['abrogation', 'supersession', 'termination', 'expiry', 'automatic-denunciation']),
      on: Day,
      rule: z.string(),
      by: InstrumentId.nullable(),
      action: ActionId.nullable(),
    })
    .meta({ id: 'Ended' }),
);

/** A State's position under one instrument on a day. */
export const Participation = z.lazy(() =>
  z
    .object({
      state: StateCode,
      instrument: InstrumentId,
      title: z.string(),
      depositary: z.string(),
      status: Status,
      since: Day.nullable(),
      signedOn: Day.nullable(),
      /**
       * When the State declared that it does not intend to become a party (VCLT 18(a)); its signature stays
       * listed.
       */
      signatureDisclaimedOn: Day.nullable(),
      consent: Consent.nullable(),
      inForceOn: Day.nullable(),
      inForceBasis: Basis.nullable(),
      /**
       * Set if the depositary states another day than the instrument's rule gives; the stated day is used.
       */
      inForceDisagreement: InForceDisagreement.nullable(),
      /** A withdrawal that was notified: the State is still a party until `effectiveOn`. */
      withdrawal: Withdrawal.nullable(),
      /**
       * What ended its participation without its own notice: the end of the instrument, or consent to a later
       * one.
       */
      ended: Ended.nullable(),
      provisionallyApplied: ProvisionalApplication.nullable(),
      openActs: z.array(OpenAct),
      urgedBy: z.array(UrgedBy),
      territories: z.array(TerritoryPosition),
      /** The tier of the weakest fact that the status rests on. */
      confidence: Tier,
      /** The last day on which a source was looked at. */
      lastCheckedOn: Day.nullable(),
      /** The last day that any source looked at speaks for; later events are not known. */
      evidenceThrough: Day.nullable(),
      version: z.number().int().min(0),
    })
    .meta({ id: 'Participation' }),
);
export type Participation = z.infer<typeof Participation>;

/** The row of a participation in a table: status, the acts it rests on, and the evidence. */
export function participationFacts(view: StateView, under: InstrumentView) {
  const { instrument, position } = under;
  const { consent, withdrawal } = position;
  const looked = evidenceOf(under, view.catalogue.readings.get(instrument.id));
  const facts = {
    status: position.status,
    since: position.since,
    signedOn: position.signature?.doneOn ?? null,
    signatureDisclaimedOn: (position.signature && position.disclaimed?.doneOn) ?? null,
    consent: consent && { kind: ConsentKind.parse(consent.kind), on: consent.doneOn, action: consent.id },
    ...inForce(position),
    withdrawal: withdrawal && {
      notifiedOn: withdrawal.notice.doneOn,
      effectiveOn: withdrawal.on,
      basis: withdrawal.basis,
    },
    ended: endedBy(position, view.asOf),
  };
  const { lastCheckedOn, evidenceThrough } = looked;
  return { facts, evidence: { confidence: confidence(under, looked), lastCheckedOn, evidenceThrough } };
}

/** The participation of `view.state` under one instrument; `urgings` are all that urge the State. */
export function participationOf(
  view: StateView,
  under: InstrumentView,
  urgings: readonly Urged[],
): Participation {
  const { instrument, position, actions } = under;
  const { facts, evidence } = participationFacts(view, under);
  return {
    state: view.state.code,
    instrument: instrument.id,
    title: instrument.title,
    depositary: instrument.depositary,
    ...facts,
    provisionallyApplied: provisional(position, view.asOf),
    openActs: openActs(instrument, view.state.kind, position, view.statusUnder, view.asOf),
    urgedBy: urgedBy(urgings, instrument.id),
    territories: territoryPositions(instrument, view.state.territories ?? [], actions, position, view.asOf),
    ...evidence,
    version: under.version,
  };
}

function inForce({
  inForce,
}: Position): Pick<Participation, 'inForceOn' | 'inForceBasis' | 'inForceDisagreement'> {
  if (!inForce?.on) return { inForceOn: null, inForceBasis: null, inForceDisagreement: null };
  const { on, basis, computed } = inForce;
  const disagree = basis === 'stated' && computed !== null && computed !== on;
  return {
    inForceOn: on,
    inForceBasis: basis,
    inForceDisagreement: disagree ? { stated: on, computed } : null,
  };
}

function provisional(position: Position, asOf: Day): { since: Day } | null {
  const provisional = endedBy(position, asOf) ? null : position.provisional;
  const since = provisional && (provisional.effectiveOn ?? provisional.doneOn);
  return since && since <= asOf ? { since } : null;
}

/**
 * The tier of the weakest fact that the status rests on; if nothing was done, of the sources that were looked
 * at.
 */
function confidence({ instrument, position }: InstrumentView, looked: Evidence): Tier {
  const { signature, consent, withdrawal, ended } = position;
  const end = ended && isOfAll(ended) ? instrument.termination : null;
  const facts = [signature, consent, withdrawal?.notice, end].filter((fact) => fact != null);
  return facts.length ? weakestTier(facts.map(({ sources }) => bestTier(sources))) : bestTier(looked.sources);
}
