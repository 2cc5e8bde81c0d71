import type { Instant } from '../calendar.ts';
import type { Difference } from '../depositary/comparing/difference.ts';
import type { Instrument } from '../instrument.ts';
import type { NewChange } from './change.ts';
import { type KeptProposal, type ObservedDocument, proposalId } from './proposal.ts';

type Observed = {
  instrument: string;
  differences: readonly Difference[];
  document: ObservedDocument;
  /** Proposals of this instrument that are open now. */
  open: readonly KeptProposal[];
  /** Closed proposals among those that the differences would open, by id. */
  closed: ReadonlyMap<string, KeptProposal>;
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
export function propose({ instrument, differences, document, open, closed, now }: Observed): Proposing {
  const said = new Map(differences.map((difference) => [proposalId(instrument, difference), difference]));
  const known = new Set(open.map(({ id }) => id));
  const opened = [...said]
    .filter(([id]) => !known.has(id) && closed.get(id)?.status !== 'rejected')
    .map(([id, difference]) => proposalOf(id, instrument, difference, document, now));
  const lapsed = open
    .filter(({ id }) => !said.has(id))
    .map((proposal) => ({ ...proposal, status: 'lapsed' as const, closedAt: now, closedBy: 'watch' }));
  const again = open
    .filter((one) => said.has(one.id) && one.document.statusAsAt < document.statusAsAt)
    .map((proposal) => ({ ...proposal, document }));
  return { opened, lapsed, again };
}

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
