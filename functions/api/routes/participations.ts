import * as z from 'zod';
import { InstrumentId, SourceId, StateCode } from '../../core/ids.ts';
import { isKnownBy } from '../../core/law/holdings.ts';
import { Participation, participationOf } from '../../core/law/participation.ts';
import { ParticipationRecord, recordOf } from '../../core/law/participation-record.ts';
import { Progress, progressOn } from '../../core/law/progress.ts';
import type { StateView } from '../../core/law/state-view.ts';
import { callsUpon } from '../../core/law/urging.ts';
import { Status } from '../../core/vocabulary.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import { anyOf, knownValues } from '../asking/filter.ts';
import { listOf, pageOf, paging } from '../asking/page.ts';
import { noInstrument, notYet, under, viewOf, viewpoint } from '../asking/viewpoint.ts';
import { refuseParameter } from '../http/input.ts';
import { read } from '../http/route.ts';

const tag = 'Participations';

const filters = z.lazy(() =>
  z.strictObject({
    ...viewpoint,
    status: anyOf(Status, `statuses (${Status.options.join(', ')})`),
    depositary: anyOf(z.string(), 'depositaries'),
    urgedBy: anyOf(z.string(), 'sources that urge it'),
    territory: anyOf(z.string(), 'territories in which it is known to apply'),
    ...paging,
  }),
);
type Filters = z.output<typeof filters>;

const Participations = listOf(Participation);

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
    async (call, snapshot) => {
      const view = await viewOf(call, snapshot, call.params.state);
      const found = participationsOf(view).filter(fits(call.query, view, snapshot));
      return { status: 200, ...pageOf(found, ({ instrument }) => instrument, call, snapshot.head.sequence) };
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
    async (call, snapshot) => {
      const view = await viewOf(call, snapshot, call.params.state);
      return { status: 200, body: recordOf(view, under(call, snapshot, view, call.params.instrument)) };
    },
  ),

  read(
    {
      path: '/v1/instruments/{instrument}/participations',
      operationId: 'listParticipationsUnder',
      tag,
      params: z.object({ instrument: InstrumentId }),
      query: z.strictObject({ ...viewpoint, ...paging }),
      answers: { 200: { schema: Participations } },
      refusals: ['not-found'],
    },
    async (call, snapshot) => {
      const { instrument } = call.params;
      if (!snapshot.catalogue.instruments.has(instrument)) throw noInstrument(instrument);
      const tracked = [...snapshot.catalogue.states.values()].filter(({ tracked }) => tracked);
      const held = await Promise.all(tracked.map(({ code }) => snapshot.holdings(code)));
      const known = held.filter((one) => isKnownBy(one, call.query.knownAt));
      const views = await Promise.all(known.map(({ state }) => viewOf(call, snapshot, state.code)));
      const found = views.flatMap((view) => {
        const known = view.under.get(instrument);
        return known ? [participationOf(view, known, callsUpon(view))] : [];
      });
      return { status: 200, ...pageOf(found, ({ state }) => state, call, snapshot.head.sequence) };
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
    async (call, snapshot) => {
      const view = await viewOf(call, snapshot, call.params.state);
      const { source: id, knownAt } = call.query;
      const source = view.catalogue.sources.get(id);
      if (!source) {
        const isNew = snapshot.catalogue.sources.has(id);
        return refuseParameter(
          'source',
          isNew ? notYet(id, knownAt) : `${id} is not on record.`,
          'unknown-value',
        );
      }
      return { status: 200, body: progressOn(source, view) };
    },
  ),
];

function participationsOf(view: StateView): Participation[] {
  const calls = callsUpon(view);
  return [...view.under.values()].map((one) => participationOf(view, one, calls));
}

/** Values may be of the viewpoint or of today, so that one question can be asked of every instant. */
function fits({ status, depositary, urgedBy, territory }: Filters, view: StateView, snapshot: Snapshot) {
  const catalogues = [view.catalogue, snapshot.catalogue];
  const depositaries = knownValues(
    'depositary',
    depositary,
    catalogues.flatMap(({ instruments }) => [...instruments.values()].map((one) => one.depositary)),
  );
  const sources = knownValues(
    'urgedBy',
    urgedBy,
    catalogues.flatMap((one) => [...one.sources.keys()]),
  );
  const territories = knownValues(
    'territory',
    territory,
    (view.state.territories ?? []).map(({ code }) => code),
  );
  return (one: Participation): boolean =>
    (!status || status.includes(one.status)) &&
    (!depositaries || depositaries.has(one.depositary)) &&
    (!sources || one.urgedBy.some(({ source }) => sources.has(source))) &&
    (!territories || one.territories.some((at) => at.status === 'applies' && territories.has(at.territory)));
}
