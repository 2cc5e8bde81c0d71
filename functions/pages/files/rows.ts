import { bestTier } from '../../core/citation.ts';
import type { Instrument } from '../../core/instrument.ts';
import type { LiveAction } from '../../core/law/live.ts';
import type { OpenAct } from '../../core/law/open-act.ts';
import { participationOf } from '../../core/law/participation/participation.ts';
import type { InstrumentView, StateView } from '../../core/law/state-view.ts';
import type { TerritoryPosition } from '../../core/law/territory/territory.ts';
import { type Urged, urgingsUpon } from '../../core/law/urging.ts';
import type { Source } from '../../core/source.ts';
import type { State } from '../../core/state.ts';
import { shownOf } from '../asking/everyone.ts';
import { groupOf } from '../places/groups.ts';
import type { CsvRow } from './csv.ts';

/** The row of one participation; `urgings` are all that urge the State. */
export function participationRow(
  view: StateView,
  under: InstrumentView,
  urgings: readonly Urged[] = urgingsUpon(view),
): CsvRow {
  const of = participationOf(view, under, urgings);
  return {
    state: of.state,
    stateName: view.state.name,
    instrument: of.instrument,
    title: of.title,
    status: of.status,
    lookedAt: shownOf(view, under) !== 'not-looked-at',
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

export function participationRows(view: StateView): CsvRow[] {
  const urgings = urgingsUpon(view);
  return [...view.under.values()].map((under) => participationRow(view, under, urgings));
}

export const actRow = (action: LiveAction): CsvRow => ({
  action: action.id,
  state: action.state,
  instrument: action.instrument,
  kind: action.kind,
  doneOn: action.doneOn,
  doneOnBasis: action.doneOnBasis,
  effectiveOn: action.effectiveOn,
  territory: action.territory,
  provision: action.provision,
  refersTo: action.refersTo,
  text: action.text,
  tier: bestTier(action.sources),
  sources: action.sources
    .map(({ title, symbol, url }) => [title, symbol, url].filter(Boolean).join(', '))
    .join('; '),
  recordedAt: action.recordedAt,
});

export const instrumentRow = (of: Instrument): CsvRow => ({
  instrument: of.id,
  title: of.title,
  shortNames: of.shortNames.join('; '),
  depositary: of.depositary,
  depositaryName: of.depositaryName,
  adoptedOn: of.adoptedOn,
  openedForSignatureOn: of.openedForSignatureOn,
  inForceOn: of.inForceOn,
  parent: of.parent,
  classes: of.classes.join('; '),
  references: of.references.map(({ scheme, value }) => `${scheme} ${value}`).join('; '),
});

export const participantRow = ({ code, name, kind, tracked }: State): CsvRow => ({
  state: code,
  name,
  kind,
  group: groupOf(code),
  tracked,
});

export const sourceRows = ({ id, title, author, on, urgings }: Source): CsvRow[] =>
  urgings.map((urging) => ({
    source: id,
    title,
    author,
    on,
    urging: urging.id,
    state: urging.state,
    kind: urging.kind,
    instrument: urging.kind === 'named' ? urging.instrument : null,
    class: urging.kind === 'implied' ? urging.class : null,
    territory: urging.territory,
    paragraph: urging.paragraph,
    wording: urging.wording,
  }));
