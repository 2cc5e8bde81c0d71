import * as z from 'zod';
import type { Action } from '../../core/action.ts';
import { Day, dayOf, Instant } from '../../core/calendar.ts';
import { ActionId, InstrumentId, StateCode } from '../../core/ids.ts';
import { evidenceOf, evidenceSpan } from '../../core/law/evidence.ts';
import type { Holdings } from '../../core/law/holdings.ts';
import type { StateView } from '../../core/law/state-view.ts';
import { noCounts, StatusCounts } from '../../core/law/tally.ts';
import { State } from '../../core/state.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import { listOf, pageOf, paging } from '../asking/page.ts';
import { currentView } from '../asking/viewpoint.ts';
import { read } from '../http/route.ts';

const tag = 'States';

const LastChange = z.lazy(() =>
  z
    .object({ action: ActionId, kind: z.string(), instrument: InstrumentId, recordedAt: Instant })
    .meta({ id: 'LastChange' }),
);

const EvidenceSpan = z.lazy(() =>
  z.object({ oldest: Day.nullable(), newest: Day.nullable() }).meta({ id: 'EvidenceSpan' }),
);

const StateSummary = z.lazy(() =>
  State.unwrap()
    .extend({
      /** Instruments by the State's status today. */
      counts: StatusCounts,
      /** The action recorded last. */
      lastChange: LastChange.nullable(),
      /** Instruments of the `no-action` about which nobody has looked at a source. */
      unchecked: z.number().int(),
      /** Between which days the evidence about its instruments ends: those that nobody has looked at are left out. */
      evidenceThrough: EvidenceSpan,
      /** The newest look at a source of what it has done, under whichever instrument; `evidenceThrough` says how old the others are. */
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
      const everyone = await snapshot.everyone();
      const summaries = everyone.map((holdings) => summaryOf(snapshot, holdings, dayOf(c.var.now)));
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
      const holdings = await snapshot.holdings(state);
      return c.json(summaryOf(snapshot, holdings, dayOf(c.var.now)), 200);
    },
  ),
];

/** Nothing is counted of a State of which nothing is recorded or read: what it has done is not known. */
function summaryOf(snapshot: Snapshot, holdings: Holdings, today: string): StateSummary {
  const { readings } = snapshot.catalogue;
  const isKnown = holdings.state.tracked || readings.size > 0;
  const view = currentView(snapshot, holdings, today);
  const looks = [...view.under.values()].map((under) => ({
    status: under.position.status,
    ...evidenceOf(under, readings.get(under.instrument.id)),
  }));
  return {
    ...holdings.state,
    counts: isKnown ? countsOf(view) : noCounts,
    lastChange: lastChangeOf(holdings),
    ...evidenceSpan(isKnown ? looks : []),
    lastCheckedOn:
      looks
        .flatMap(({ lastCheckedOn }) => lastCheckedOn ?? [])
        .sort()
        .at(-1) ?? null,
  };
}

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
