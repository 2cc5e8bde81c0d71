import { DomainError } from '../../core/errors.ts';
import { type Acceptance, accepted, type Rejection } from '../../core/record/accepting.ts';
import type { KeptProposal } from '../../core/record/proposal.ts';
import { proposalChange } from '../../core/record/proposing.ts';
import { correctAction, type Decision, recordActions, type Setting } from '../../core/record/recording.ts';
import type { Db } from '../db.ts';
import type { Writing } from '../record/commit.ts';
import { plannedActs } from '../record/recording.ts';
import type { Planned, RecordStore, Snapshot } from '../record/snapshots.ts';
import type { WriteItem } from '../writes.ts';
import { getProposal, proposalItems } from './proposal-items.ts';

type Context = { db: Db; record: RecordStore; publicUrl: string; newId: () => string };

/**
 * Decides on proposals, and writes in the same transaction what a decision records. Deciding the same again
 * changes nothing.
 */
export function createDeciding({ db, record, publicUrl, newId }: Context) {
  const required = async (id: string): Promise<KeptProposal> => {
    const proposal = await getProposal(db, id);
    if (!proposal) throw new DomainError('not-found', `There is no proposal ${id}.`);
    return proposal;
  };

  const closing = (snapshot: Snapshot, proposal: KeptProposal) => ({
    items: proposalItems(db, proposal),
    change: proposalChange(proposal, snapshot.catalogue.instruments.get(proposal.instrument), publicUrl),
  });

  return {
    /**
     * Accepts a proposal and records what it says.
     * @throws DomainError `not-found`; `conflict` if it was closed otherwise; and whatever recording the act
     * throws
     */
    accept: (id: string, acceptance: Acceptance, writing: Writing): Promise<KeptProposal> =>
      record.write<KeptProposal>(writing.now, async (snapshot, at) => {
        const proposal = await required(id);
        if (proposal.status !== 'open') return { plan: null, response: decided(proposal, 'accepted') };
        const { state } = proposal;
        const holdings = await snapshot.holdings(state ?? unknownState(proposal));
        const setting = { catalogue: snapshot.catalogue, ...at, holdings, by: writing.by, newId, publicUrl };
        const decision = decisionOn(proposal, acceptance, setting);
        const own = decision?.actions.map((action) => action.id) ?? [];
        const done = { ...proposal, ...closed('accepted', at.recordedAt, writing.by), actions: own };
        const { items, change } = closing(snapshot, done);
        if (!decision) return alone(items, change, done);
        const told = { ...decision, changes: [...decision.changes, change] };
        const planned = plannedActs(db, snapshot, setting, told, writing, () => done);
        return { ...planned, plan: { ...planned.plan, items: [...planned.plan.items, ...items] } };
      }),

    /** Rejects a proposal; it stays closed for as long as the document says the same. */
    reject: (id: string, { reason }: Rejection, writing: Writing): Promise<KeptProposal> =>
      record.write<KeptProposal>(writing.now, async (snapshot, at) => {
        const proposal = await required(id);
        if (proposal.status !== 'open') return { plan: null, response: decided(proposal, 'rejected') };
        const done = { ...proposal, ...closed('rejected', at.recordedAt, writing.by), reason };
        const { items, change } = closing(snapshot, done);
        return alone(items, change, done);
      }),
  };
}

const closed = <S extends KeptProposal['status']>(status: S, closedAt: string, closedBy: string) => ({
  status,
  closedAt,
  closedBy,
});

function alone(
  items: WriteItem[],
  change: ReturnType<typeof proposalChange>,
  response: KeptProposal,
): Planned<KeptProposal> {
  return { plan: { items, changes: [change], respond: () => response }, after: {} };
}

function decided(proposal: KeptProposal, status: KeptProposal['status']): KeptProposal {
  if (proposal.status === status) return proposal;
  throw new DomainError('conflict', `The proposal ${proposal.id} is already ${proposal.status}.`);
}

function unknownState({ participant }: KeptProposal): never {
  throw new DomainError(
    'conflict',
    `Nobody on record is called ${JSON.stringify(participant)}: add the name, and the next reading will be compared with it.`,
  );
}

/**
 * The decision to record; null if another editor has recorded this very act, so that the proposal is only
 * closed.
 */
function decisionOn(proposal: KeptProposal, acceptance: Acceptance, setting: Setting): Decision | null {
  const what = accepted(proposal, setting.holdings, acceptance);
  try {
    return what.does === 'record'
      ? recordActions(setting, proposal.instrument, [{ action: what.action }])
      : correctAction(setting, proposal.instrument, what.of, what.correction);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'already-recorded') return null;
    throw error;
  }
}
