import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Day, Instant } from '../calendar.ts';
import { Difference } from '../depositary/comparing/difference.ts';
import { ActionId, InstrumentId, ProposalId, StateCode } from '../ids.ts';

/** The document that shows the difference, as last read. */
const ObservedDocument = z.lazy(() =>
  z.object({
    title: z.string(),
    url: z.string().optional(),
    /** The day that it speaks for. */
    statusAsAt: Day,
    /** The day on which it was fetched. */
    seenOn: Day,
    /** SHA-256 of the document, in hex. */
    sha256: z.string(),
  }),
);
export type ObservedDocument = z.infer<typeof ObservedDocument>;

const described = () => {
  const { type, participant, kind, on, withdrawn, recorded, newParticipant, plain, summary } =
    Difference.unwrap().shape;
  return {
    id: ProposalId,
    instrument: InstrumentId,
    /** `lapsed`: the document no longer says so, or the record now says the same. */
    status: z.enum(['open', 'accepted', 'rejected', 'lapsed']),
    type,
    state: StateCode.nullable(),
    participant,
    kind,
    on,
    withdrawn,
    recorded,
    newParticipant,
    plain,
    summary,
    document: ObservedDocument,
    openedAt: Instant,
    closedAt: Instant.optional(),
    closedBy: z.string().optional(),
    /** Why it was rejected. */
    reason: z.string().optional(),
    /** The actions recorded by accepting it. */
    actions: z.array(ActionId).optional(),
  };
};

/** A difference between a depositary's document and the record: observed, not confirmed. */
export const Proposal = z.lazy(() =>
  z
    .object({
      ...described(),
      /** Whether the document has notes beside the row, which may say more than its dates. */
      hasNotes: z.boolean(),
    })
    .meta({ id: 'Proposal' }),
);
export type Proposal = z.infer<typeof Proposal>;

/** A proposal with the depositary's own words. They are kept for the editor who decides, and never served. */
export const KeptProposal = z.lazy(() => z.object({ ...described(), notes: z.array(z.string()) }));
export type KeptProposal = z.infer<typeof KeptProposal>;

export const servedProposal = ({ notes, ...proposal }: KeptProposal): Proposal => ({
  ...proposal,
  hasNotes: notes.length > 0,
});

/** The proposal's id: the same difference under the same instrument is always the same proposal. */
export const proposalId = (instrument: string, { id }: Difference): string =>
  `prp_${createHash('sha256').update(`${instrument}\n${id}`).digest('hex').slice(0, 32)}`;
