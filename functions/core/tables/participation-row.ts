import type { Instrument } from '../instrument.ts';
import { isLookedAt } from '../law/evidence.ts';
import type { OpenAct } from '../law/open-act.ts';
import { participationOf } from '../law/participation/participation.ts';
import type { InstrumentView, StateView } from '../law/state-view.ts';
import type { TerritoryPosition } from '../law/territory/territory.ts';
import { type Urged, urgingsUpon } from '../law/urging.ts';
import type { State } from '../state.ts';
import type { Row } from './row.ts';

/** `urgings` are all that urge the State: they are the same for each of its rows. */
export const participationRow = (
  view: StateView,
  under: InstrumentView,
  urgings: readonly Urged[] = urgingsUpon(view),
): Row => ({
  ...stateCells(view.state),
  ...instrumentCells(under.instrument),
  ...positionCells(view, under, urgings),
});

export function participationRows(view: StateView): Row[] {
  const urgings = urgingsUpon(view);
  return [...view.under.values()].map((under) => participationRow(view, under, urgings));
}

/** The same without whom and what the rows are about, by the ids of instruments in their order. */
export function positionRows(view: StateView): Row[] {
  const urgings = urgingsUpon(view);
  return instrumentsInOrder(view).map((under) => positionCells(view, under, urgings));
}

/** Whatever order a catalogue was read in. */
export const instrumentsInOrder = ({ under }: StateView): InstrumentView[] =>
  [...under.values()].sort((a, b) => (a.instrument.id < b.instrument.id ? -1 : 1));

export const stateCells = ({ code, name }: State) => ({ state: code, stateName: name });

export const instrumentCells = ({ id, title }: Instrument) => ({ instrument: id, title });

/** All of a row but whom and what it is about. */
export function positionCells(view: StateView, under: InstrumentView, urgings: readonly Urged[]): Row {
  const of = participationOf(view, under, urgings);
  return {
    status: of.status,
    lookedAt: isLookedAt(view.catalogue, under),
    since: of.since,
    signedOn: of.signedOn,
    consentKind: of.consent?.kind,
    consentOn: of.consent?.on,
    inForceOn: of.inForceOn,
    inForceBasis: of.inForceBasis,
    withdrawalNotifiedOn: of.withdrawal?.notifiedOn,
    withdrawalEffectiveOn: of.withdrawal?.effectiveOn,
    confidence: of.confidence,
    lastCheckedOn: of.lastCheckedOn,
    evidenceThrough: of.evidenceThrough,
    openActs: of.openActs.map(openActText).join('; '),
    territories: of.territories.map(territoryText).join('; '),
    urgedBy: of.urgedBy.map(({ source, kind }) => `${source} (${kind})`).join('; '),
  };
}

type Waits = OpenAct['waitsFor'][number];

const waitText = (wait: Waits): string =>
  'anyOf' in wait ? wait.anyOf.map(waitText).join(' or ') : `${wait.status} of ${wait.instrument}`;

const openActText = ({ act, waitsFor }: OpenAct): string =>
  waitsFor.length > 0 ? `${act} (once ${waitsFor.map(waitText).join(' and ')})` : act;

const territoryText = ({ territory, status, since, attestedOn }: TerritoryPosition): string =>
  [territory, status, since ? `since ${since}` : null, attestedOn ? `attested on ${attestedOn}` : null]
    .filter((part) => part !== null)
    .join(' ');
