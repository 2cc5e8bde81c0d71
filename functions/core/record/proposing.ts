import type { Instant } from '../calendar.ts';
import type { Difference } from '../depositary/comparing/difference.ts';
import type { Instrument } from '../instrument.ts';
import type { NewChange } from './change.ts';
import { type KeptProposal, type ObservedDocument, proposalId } from './proposal.ts';

type ObservedDifference = {
  instrument: string;
  differences: readonly Difference[];
  document: ObservedDocument;
  /** Proposals of this instrument that are open now. */
  open: readonly KeptProposal[];
  /** Closed proposals among those that the differences would open, by id. */
  closed: ReadonlyMap<string, KeptProposal>;
  /** Codes of those of whom the document speaks; of everybody, if absent. */
  speaksOf?: ReadonlySet<string>;
  now: Instant;
};

/**
 * What an observation brings: new proposals, those that the document no longer supports, and those that it
 * repeats.
 */
export type Proposing = { opened: KeptProposal[]; lapsed: KeptProposal[]; again: KeptProposal[] };

/**
 * Decides what an observation brings. A rejected proposal stays closed for as long as the document says the
 * same.
 */
export function propose(observed: ObservedDifference): Proposing {
  const { instrument, differences, document, open, closed, now } = observed;
  const precise = differences.filter((one) => !open.some((proposal) => givesDayOf(proposal, one)));
  const said = new Map(precise.map((difference) => [proposalId(instrument, difference), difference]));
  const known = new Set(open.map(({ id }) => id));
  const opened = [...said]
    .filter(([id]) => !known.has(id) && closed.get(id)?.status !== 'rejected')
    .map(([id, difference]) => proposalOf(id, instrument, difference, document, now));
  const lapsed = open
    .filter((one) => !said.has(one.id) && isDenied(one, observed))
    .map((proposal) => ({ ...proposal, status: 'lapsed' as const, closedAt: now, closedBy: 'watch' }));
  const again = open
    .filter((one) => said.has(one.id) && one.document.statusAsAt < document.statusAsAt)
    .map((proposal) => ({ ...proposal, document }));
  return { opened, lapsed, again };
}

/** Whether a document that does not repeat a proposal speaks against it. */
function isDenied(proposal: KeptProposal, { differences, speaksOf }: ObservedDifference): boolean {
  const { state } = proposal;
  const isSpokenOf = speaksOf === undefined || (state !== null && speaksOf.has(state));
  return isSpokenOf && !differences.some((difference) => givesDayOf(proposal, difference));
}

/** Whether a proposal gives the day of an act of which a document gives the year alone. */
const givesDayOf = (proposal: KeptProposal, { type, code, kind, on }: Difference): boolean =>
  on?.length === 4 &&
  proposal.on?.startsWith(`${on}-`) === true &&
  proposal.type === type &&
  proposal.state === code &&
  proposal.kind === kind;

const proposalOf = (
  id: string,
  instrument: string,
  { id: _, code, notes, ...difference }: Difference,
  document: ObservedDocument,
  openedAt: Instant,
): KeptProposal => ({
  id,
  instrument,
  status: 'open',
  state: code,
  ...difference,
  notes: notes.map((note) => note.slice(0, longestNote)).slice(0, mostNotes),
  document,
  openedAt,
});

const longestNote = 4000;
const mostNotes = 12;

/**
 * Announces that a proposal was opened or closed. Its type is not `treaty.*`, which is for confirmed facts.
 */
export function proposalChange(
  proposal: KeptProposal,
  instrument: Pick<Instrument, 'depositary'> | undefined,
  publicUrl: string,
): NewChange {
  const { id, state, participant, type, kind, on, withdrawn, recorded, document, status } = proposal;
  const { title, url, statusAsAt } = document;
  return {
    type: status === 'open' ? 'proposal.opened' : 'proposal.closed',
    facts: {
      ...(state && { state }),
      instrument: proposal.instrument,
      ...(instrument && { depositary: instrument.depositary }),
      urgedBy: [],
    },
    data: {
      proposal: id,
      status,
      certainty: 'observed, not confirmed',
      instrument: proposal.instrument,
      ...(state && { state }),
      participant,
      difference: { type, kind, on, withdrawn, recorded },
      document: { title, ...(url && { url }), statusAsAt },
      ...(proposal.actions && { actions: proposal.actions }),
      ...(proposal.reason && { reason: proposal.reason }),
      url: `${publicUrl}/v1/proposals/${id}`,
    },
  };
}
