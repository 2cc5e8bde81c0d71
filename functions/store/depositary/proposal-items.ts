import { KeptProposal } from '../../core/record/proposal.ts';
import { type Db, getBody, type Key, partition, type Readable, readable } from '../db.ts';
import { replace } from '../record/commit.ts';
import type { WriteItem } from '../writes.ts';

/** Open proposals share one partition, so one query lists them; closed ones are kept apart. */
export const proposalKeys = {
  open: (id: string): Key => ({ pk: 'PROPOSAL', sk: id }),
  closed: (id: string): Key => ({ pk: 'PROPOSAL#CLOSED', sk: id }),
};

/** Open proposals, the earliest first; damaged ones apart, so that the others can be decided. */
export async function openProposals(db: Db): Promise<Readable<KeptProposal>> {
  const { found, damaged } = readable(await partition(db, 'PROPOSAL'), KeptProposal);
  const order = ({ openedAt, id }: KeptProposal): string => `${openedAt} ${id}`;
  return { found: found.sort((a, b) => (order(a) < order(b) ? -1 : 1)), damaged };
}

const closedProposals = async (db: Db): Promise<KeptProposal[]> =>
  readable(await partition(db, 'PROPOSAL#CLOSED'), KeptProposal).found;

export const getProposal = async (db: Db, id: string): Promise<KeptProposal | undefined> =>
  (await getBody(db, proposalKeys.open(id), KeptProposal)) ??
  (await getBody(db, proposalKeys.closed(id), KeptProposal));

/** The items of a proposal; a closed one leaves the partition of open ones. */
export const proposalItems = (db: Db, proposal: KeptProposal): WriteItem[] =>
  proposal.status === 'open'
    ? [
        replace(db, { ...proposalKeys.open(proposal.id), body: proposal }),
        { Delete: { TableName: db.table, Key: proposalKeys.closed(proposal.id) } },
      ]
    : [
        replace(db, { ...proposalKeys.closed(proposal.id), body: proposal }),
        { Delete: { TableName: db.table, Key: proposalKeys.open(proposal.id) } },
      ];

/** Proposals as anyone may read them. */
export const proposalsReader = (db: Db) => ({
  /** Open proposals, the earliest first. */
  open: async () => (await openProposals(db)).found,
  damaged: async () => (await openProposals(db)).damaged,
  closed: () => closedProposals(db),
  get: (id: string) => getProposal(db, id),
});
