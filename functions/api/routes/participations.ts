import * as z from 'zod';
import { InstrumentId, SourceId, StateCode } from '../../core/ids.ts';
import type { Catalogue } from '../../core/law/holdings.ts';
import { Participation, participationOf } from '../../core/law/participation/participation.ts';
import { ParticipationRecord, recordOf } from '../../core/law/participation/participation-record.ts';
import { Progress, progressOn } from '../../core/law/progress.ts';
import type { StateView } from '../../core/law/state-view.ts';
import { urgingsUpon } from '../../core/law/urging.ts';
import { Status } from '../../core/vocabulary.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import { anyOf, knownValues } from '../asking/filter.ts';
import { listOf, pageOf, paging } from '../asking/page.ts';
import { progressText, recordText } from '../asking/size.ts';
import {
  catalogueOf,
  notYet,
  requestedView,
  requestedViewpoint,
  rowsUnder,
  under,
  viewpoint,
} from '../asking/viewpoint.ts';
import { refuseParameter } from '../http/input.ts';
import { read } from '../http/route.ts';

const tag = 'Participations';

const status = anyOf(Status, `statuses (${Status.options.join(', ')})`);
const urgedBy = anyOf(z.string(), 'sources that urge it');

const filters = z.lazy(() =>
  z.strictObject({
    ...viewpoint,
    status,
    depositary: anyOf(z.string(), 'depositaries'),
    urgedBy,
    territory: anyOf(z.string(), 'territories in which it is known to apply'),
    ...paging,
  }),
);
type AskedFilters = z.output<typeof filters>;

const Participations = listOf(Participation);

const ParticipationsUnder = listOf(Participation).extend({
  notLookedAt: z
    .array(StateCode)
    .describe('Participants of which nobody has looked at a source: what they have done is not known.'),
});

export const participationRoutes = [
  read(
    {
      path: '/v1/states/{state}/participations',
      operationId: 'listParticipations',
      tag,
      params: z.object({ state: StateCode }),
      query: filters,
      answers: { 200: { schema: Participations } },
      refusals: ['not-found', 'unknown-value'],
    },
    async (c, snapshot) => {
      const view = await requestedView(c, snapshot, c.req.valid('param').state);
      const found = participationsOf(view).filter(fits(c.req.valid('query'), view, snapshot));
      const { body, headers } = pageOf(found, ({ instrument }) => instrument, c, snapshot.head.sequence);
      return c.json(body, 200, headers);
    },
  ),

  read(
    {
      path: '/v1/states/{state}/participations/{instrument}',
      operationId: 'getParticipation',
      tag,
      params: z.object({ state: StateCode, instrument: InstrumentId }),
      query: z.strictObject(viewpoint),
      answers: { 200: { schema: ParticipationRecord } },
      refusals: ['not-found'],
    },
    async (c, snapshot) => {
      const { state, instrument } = c.req.valid('param');
      const view = await requestedView(c, snapshot, state);
      return c.body(recordText(recordOf(view, under(c, snapshot, view, instrument))), 200);
    },
  ),

  read(
    {
      path: '/v1/instruments/{instrument}/participations',
      operationId: 'listParticipationsUnder',
      tag,
      params: z.object({ instrument: InstrumentId }),
      query: z.strictObject({ ...viewpoint, status, urgedBy, ...paging }),
      answers: { 200: { schema: ParticipationsUnder } },
      refusals: ['not-found', 'unknown-value'],
    },
    async (c, snapshot) => {
      const { instrument } = c.req.valid('param');
      const catalogue = await catalogueOf(c, snapshot);
      const rows = await rowsUnder(snapshot, catalogue, instrument, requestedViewpoint(c));
      const [looked, others] = [true, false].map((is) => rows.filter(({ isLookedAt }) => isLookedAt === is));
      const fitting = fitsUnder(c.req.valid('query'), catalogue, snapshot);
      const found = (looked ?? [])
        .map(({ view, under }) => participationOf(view, under, urgingsUpon(view)))
        .filter(fitting);
      const { body, headers } = pageOf(found, ({ state }) => state, c, snapshot.head.sequence);
      const notLookedAt = (others ?? []).map(({ view }) => view.state.code);
      return c.json({ ...body, notLookedAt }, 200, headers);
    },
  ),

  read(
    {
      path: '/v1/states/{state}/progress',
      operationId: 'getProgress',
      tag,
      params: z.object({ state: StateCode }),
      query: z.strictObject({
        source: SourceId.meta({ description: 'The document, such as ohchr-2019-04-29.' }),
        ...viewpoint,
      }),
      answers: { 200: { schema: Progress } },
      refusals: ['not-found', 'unknown-value'],
    },
    async (c, snapshot) => {
      const view = await requestedView(c, snapshot, c.req.valid('param').state);
      const { source: id, knownAt } = c.req.valid('query');
      const source = view.catalogue.sources.get(id);
      if (!source) {
        const isNew = snapshot.catalogue.sources.has(id);
        return refuseParameter(
          'source',
          isNew ? notYet(id, knownAt) : `${id} is not on record.`,
          'unknown-value',
        );
      }
      return c.body(progressText(progressOn(source, view)), 200);
    },
  ),
];

function participationsOf(view: StateView): Participation[] {
  const urgings = urgingsUpon(view);
  return [...view.under.values()].map((one) => participationOf(view, one, urgings));
}

/**
 * A filter's value may be of the viewpoint or of today, so that one question can be asked about every
 * instant.
 */
function fits({ status, depositary, urgedBy, territory }: AskedFilters, view: StateView, snapshot: Snapshot) {
  const catalogues = [view.catalogue, snapshot.catalogue];
  const depositaries = knownValues(
    'depositary',
    depositary,
    catalogues.flatMap(({ instruments }) => [...instruments.values()].map((one) => one.depositary)),
  );
  const isOfStatus = fitsUnder({ status, urgedBy }, view.catalogue, snapshot);
  const territories = knownValues(
    'territory',
    territory,
    (view.state.territories ?? []).map(({ code }) => code),
  );
  return (one: Participation): boolean =>
    isOfStatus(one) &&
    (!depositaries || depositaries.has(one.depositary)) &&
    (!territories || one.territories.some((at) => at.status === 'applies' && territories.has(at.territory)));
}

function fitsUnder(
  { status, urgedBy }: Pick<AskedFilters, 'status' | 'urgedBy'>,
  catalogue: Catalogue,
  snapshot: Snapshot,
) {
  const known = [catalogue, snapshot.catalogue].flatMap(({ sources }) => [...sources.keys()]);
  const sources = knownValues('urgedBy', urgedBy, known);
  return (one: Participation): boolean =>
    (!status || status.includes(one.status)) &&
    (!sources || one.urgedBy.some(({ source }) => sources.has(source)));
}
