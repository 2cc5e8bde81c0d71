import * as z from 'zod';
import { Day, dayOf, Instant } from '../../core/calendar.ts';
import { ActionId, InstrumentId, StateCode } from '../../core/ids.ts';
import { evidenceSpan, latest } from '../../core/law/evidence.ts';
import type { Catalogue } from '../../core/law/holdings.ts';
import { type Outline, outlineOf } from '../../core/law/outline.ts';
import { noCounts, StatusCounts } from '../../core/law/tally.ts';
import type { RecordedReading } from '../../core/record/reading.ts';
import { State } from '../../core/state.ts';
import type { Status } from '../../core/vocabulary.ts';
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
      /** How many instruments have each status of the State today. */
      counts: StatusCounts,
      /** The action recorded last. */
      lastChange: LastChange.nullable(),
      /** How many instruments with `no-action` nobody has looked at a source about. */
      unchecked: z.number().int(),
      /**
       * Between which days the evidence about its instruments ends, leaving out those that nobody has looked
       * at.
       */
      evidenceThrough: EvidenceSpan,
      /**
       * The last look at a source about its own acts, under any instrument; `evidenceThrough` says how old
       * the others are.
       */
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
      isOfEveryone: true,
      tag,
      query: z.strictObject(paging),
      answers: { 200: { schema: listOf(StateSummary) } },
    },
    async (c, snapshot) => {
      const { catalogue, head } = snapshot;
      const summaries = (await snapshot.outlines(dayOf(c.var.now))).flatMap((outline) => {
        const state = catalogue.states.get(outline.state);
        return state ? [summaryOf(catalogue, state, outline)] : [];
      });
      const { body, headers } = pageOf(summaries, ({ code }) => code, c, head.sequence);
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
      const outline = outlineOf(currentView(snapshot, holdings, dayOf(c.var.now)), holdings);
      return c.json(summaryOf(snapshot.catalogue, holdings.state, outline), 200);
    },
  ),
];

/**
 * Sums up a State. Nothing is counted if nothing about it was recorded or read, because what it has done is
 * not known.
 */
function summaryOf({ instruments, readings }: Catalogue, state: State, outline: Outline): StateSummary {
  const isKnown = state.tracked || readings.size > 0;
  const looks = [...instruments.keys()].map((id) => lookOf(outline, id, readings.get(id)));
  return {
    ...state,
    counts: isKnown ? countsOf(looks) : noCounts,
    lastChange: outline.last,
    ...evidenceSpan(isKnown ? looks : []),
    lastCheckedOn: latest(looks.map(({ lastCheckedOn }) => lastCheckedOn)),
  };
}

/** The evidence under one instrument; a whole reading speaks for every State. */
function lookOf({ under }: Outline, instrument: string, reading: RecordedReading | undefined) {
  const { status, ...own } = under.get(instrument) ?? nothing;
  return {
    status,
    lastCheckedOn: latest([own.lastCheckedOn, reading?.source.seenOn ?? null]),
    evidenceThrough: latest([own.evidenceThrough, reading?.statusAsAt ?? null]),
  };
}

const nothing = { status: 'no-action', lastCheckedOn: null, evidenceThrough: null } as const;

function countsOf(looks: readonly { status: Status }[]): StateSummary['counts'] {
  const counts = { ...noCounts };
  for (const { status } of looks) counts[status] += 1;
  return counts;
}
