import * as z from 'zod';
import { DomainError } from '../../core/errors.ts';
import { InstrumentId, ProposalId, StateCode } from '../../core/ids.ts';
import { Acceptance, Rejection } from '../../core/record/accepting.ts';
import { Proposal, servedProposal } from '../../core/record/proposal.ts';
import { anyOf, knownValues } from '../asking/filter.ts';
import { listOf, pageOf, paging } from '../asking/page.ts';
import { writingOf } from '../asking/writing.ts';
import { json, repointed } from '../http/body.ts';
import { read, route } from '../http/route.ts';

const params = z.object({ proposal: ProposalId });
const tag = 'Proposals';

const refusals = [
  'not-found',
  'conflict',
  'already-recorded',
  'act-not-open',
  'effect-before-act',
  'date-out-of-range',
  'unknown-value',
  'reference-invalid',
  'unavailable',
] as const;

export const proposalRoutes = [
  read(
    {
      path: '/v1/proposals',
      operationId: 'listProposals',
      tag,
      query: z.strictObject({
        ...paging,
        status: z.enum(['open', 'closed']).optional().describe('Open ones where absent.'),
        instrument: anyOf(InstrumentId, 'instruments'),
        state: anyOf(StateCode, 'States'),
      }),
      answers: { 200: { schema: listOf(Proposal) } },
      refusals: ['unknown-value'],
    },
    async (c, { catalogue, head }) => {
      const { status = 'open', instrument, state } = c.req.valid('query');
      const instruments = knownValues('instrument', instrument, catalogue.instruments.keys());
      const states = knownValues('state', state, catalogue.states.keys());
      const { proposals } = c.var.deps.store;
      const all = status === 'open' ? await proposals.open() : await proposals.closed();
      const wanted = all
        .filter((one) => !instruments || instruments.has(one.instrument))
        .filter((one) => !states || (one.state !== null && states.has(one.state)))
        .map(servedProposal);
      const { body, headers } = pageOf(wanted, ({ openedAt, id }) => `${openedAt} ${id}`, c, head.sequence);
      return c.json(body, 200, headers);
    },
  ),

  read(
    {
      path: '/v1/proposals/{proposal}',
      operationId: 'getProposal',
      tag,
      params,
      answers: { 200: { schema: Proposal } },
      refusals: ['not-found'],
    },
    async (c) => {
      const { proposal: id } = c.req.valid('param');
      const proposal = await c.var.deps.store.proposals.get(id);
      if (!proposal) throw new DomainError('not-found', `There is no proposal ${id}.`);
      return c.json(servedProposal(proposal), 200);
    },
  ),
];

export const decisionRoutes = [
  route(
    {
      method: 'POST',
      path: '/v1/proposals/{proposal}/accept',
      operationId: 'acceptProposal',
      tag,
      scope: 'actions:write',
      params,
      body: json(Acceptance),
      answers: { 200: { schema: Proposal } },
      refusals,
    },
    async (c) => {
      const { proposal: id } = c.req.valid('param');
      const body = c.req.valid('json');
      const { deciding } = c.var.deps.store;
      const within = repointed((at) => (at.startsWith('/action') ? at : `/action${at}`));
      const done = await deciding.accept(id, body, writingOf(c)).catch(within);
      return c.json(servedProposal(done), 200);
    },
  ),

  route(
    {
      method: 'POST',
      path: '/v1/proposals/{proposal}/reject',
      operationId: 'rejectProposal',
      tag,
      scope: 'actions:write',
      params,
      body: json(Rejection),
      answers: { 200: { schema: Proposal } },
      refusals: ['not-found', 'conflict', 'unavailable'],
    },
    async (c) => {
      const { proposal: id } = c.req.valid('param');
      const done = await c.var.deps.store.deciding.reject(id, c.req.valid('json'), writingOf(c));
      return c.json(servedProposal(done), 200);
    },
  ),
];
