import * as z from 'zod';
import type { Action } from '../../core/action.ts';
import { Day, dayOf, Instant } from '../../core/calendar.ts';
import { DomainError } from '../../core/errors.ts';
import { ActionId, InstrumentId, StateCode } from '../../core/ids.ts';
import type { Holdings } from '../../core/law/holdings.ts';
import type { StateView } from '../../core/law/state-view.ts';
import { State } from '../../core/state.ts';
import type { Status } from '../../core/vocabulary.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import { listOf, pageOf, paging } from '../asking/page.ts';
import { currentView } from '../asking/viewpoint.ts';
import { read } from '../http/route.ts';

const tag = 'States';

const whole = z.number().int();

const LastChange = z.lazy(() =>
  z
    .object({ action: ActionId, kind: z.string(), instrument: InstrumentId, recordedAt: Instant })
    .meta({ id: 'LastChange' }),
);

const StateSummary = z.lazy(() =>
  State.unwrap()
    .extend({
      /** Instruments by the State's status today. */
      counts: z.object({
        'no-action': whole,
        signatory: whole,
        'contracting-state': whole,
        party: whole,
        'former-party': whole,
      } satisfies Record<Status, z.ZodType>),
      /** The action recorded last. */
      lastChange: LastChange.nullable(),
      /** The last day on which a source about it was looked at. */
      lastCheckedOn: Day.nullable(),
    })
    .meta({ id: 'StateSummary' }),
);
type StateSummary = z.infer<typeof StateSummary>;

export const stateRoutes = [
  read(
    {
      path: '/v1/states',
      operationId: 'listStates',
      tag,
      query: z.strictObject(paging),
      answers: { 200: { schema: listOf(StateSummary) } },
    },
    async (c, snapshot) => {
      const tracked = [...snapshot.catalogue.states.values()].filter(({ tracked }) => tracked);
      const summaries = await Promise.all(
        tracked.map(({ code }) => summaryOf(snapshot, code, dayOf(c.var.now))),
      );
      const { body, headers } = pageOf(summaries, ({ code }) => code, c, snapshot.head.sequence);
      return c.json(body, 200, headers);
    },
  ),

  read(
    {
      path: '/v1/states/{state}',
      operationId: 'getState',
      tag,
      params: z.object({ state: StateCode }),
      answers: { 200: { schema: StateSummary } },
      refusals: ['not-found'],
    },
    async (c, snapshot) => {
      const { state } = c.req.valid('param');
      if (!snapshot.catalogue.states.has(state))
        throw new DomainError('not-found', `There is no State ${state}.`);
      return c.json(await summaryOf(snapshot, state, dayOf(c.var.now)), 200);
    },
  ),
];

/** Nothing is counted of a State that is not tracked: what it has done is not known. */
async function summaryOf(snapshot: Snapshot, code: string, today: string): Promise<StateSummary> {
  const holdings = await snapshot.holdings(code);
  const counts = holdings.state.tracked ? countsOf(currentView(snapshot, holdings, today)) : noCounts;
  return {
    ...holdings.state,
    counts,
    lastChange: lastChangeOf(holdings),
    lastCheckedOn: lastCheckOf(holdings),
  };
}

const noCounts: StateSummary['counts'] = {
  'no-action': 0,
  signatory: 0,
  'contracting-state': 0,
  party: 0,
  'former-party': 0,
};

function countsOf({ under }: StateView): StateSummary['counts'] {
  const counts = { ...noCounts };
  for (const { position } of under.values()) counts[position.status] += 1;
  return counts;
}

function lastChangeOf({ actions }: Holdings): StateSummary['lastChange'] {
  const last = actions.reduce<Action | null>(
    (latest, action) =>
      latest && `${latest.recordedAt} ${latest.id}` > `${action.recordedAt} ${action.id}` ? latest : action,
    null,
  );
  return (
    last && { action: last.id, kind: last.kind, instrument: last.instrument, recordedAt: last.recordedAt }
  );
}

function lastCheckOf({ actions, checks }: Holdings): string | null {
  const seen = [
    ...checks.map(({ source }) => source.seenOn),
    ...actions.flatMap((action) => ('sources' in action ? action.sources.map(({ seenOn }) => seenOn) : [])),
  ];
  return seen.sort().at(-1) ?? null;
}
