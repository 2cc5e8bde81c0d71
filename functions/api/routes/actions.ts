import * as z from 'zod';
import { Action, NewAction, NewCorrection } from '../../core/action.ts';
import { Check, NewCheck } from '../../core/check.ts';
import { DomainError } from '../../core/errors.ts';
import { ActionId, InstrumentId, StateCode } from '../../core/ids.ts';
import { Participation, participationOf } from '../../core/law/participation.ts';
import { RecordedAction, recordOf } from '../../core/law/participation-record.ts';
import { callsUpon } from '../../core/law/urging.ts';
import type { Reached } from '../../store/record/recording.ts';
import { currentView, under, viewOf } from '../asking/viewpoint.ts';
import type { ApiDeps } from '../deps.ts';
import { idempotencyOf } from '../http/idempotency.ts';
import { repointed } from '../http/input.ts';
import { read, route, type Text, textOf } from '../http/route.ts';

const params = z.object({ state: StateCode, instrument: InstrumentId });
const path = '/v1/states/{state}/participations/{instrument}' as const;
const tag = 'Actions';

/** An act or a correction that was recorded, the participation by it, and the changes that tell of it. */
const Recording = z.lazy(() =>
  z
    .object({ action: Action, participation: Participation, sequences: z.array(z.number().int()) })
    .meta({ id: 'Recording' }),
);
type Recording = z.infer<typeof Recording>;

const refusals = [
  'not-found',
  'already-recorded',
  'idempotency-conflict',
  'act-not-open',
  'effect-before-act',
  'date-out-of-range',
  'source-missing',
  'unknown-value',
  'reference-invalid',
  'unavailable',
] as const;

export const actionRoutes = [
  route(
    {
      method: 'POST',
      path: `${path}/actions`,
      operationId: 'recordAction',
      tag,
      scope: 'actions:write',
      params,
      body: NewAction,
      headers: ['idempotency-key'],
      answers: { 201: { schema: Recording } },
      refusals,
    },
    async (call) => {
      const { state, instrument } = call.params;
      const entries = [{ action: call.body }];
      const { recording } = call.deps.store;
      return created(
        call.path,
        await recording.recordActions(state, instrument, entries, writingOf(call), recordingOf),
      );
    },
  ),

  route(
    {
      method: 'POST',
      path: `${path}/actions/{action}/corrections`,
      operationId: 'correctAction',
      tag,
      scope: 'actions:write',
      params: params.extend({ action: ActionId }),
      body: NewCorrection,
      headers: ['idempotency-key'],
      answers: { 201: { schema: Recording } },
      refusals: [...refusals, 'conflict'],
    },
    async (call) => {
      const { state, instrument, action: of } = call.params;
      const { recording } = call.deps.store;
      const correcting = recording.correctAction(
        { state, instrument, of },
        call.body,
        writingOf(call),
        recordingOf,
      );
      const actions = call.path.slice(0, -`/${of}/corrections`.length);
      return created(actions, await correcting.catch(withinAction));
    },
  ),

  route(
    {
      method: 'POST',
      path: `${path}/checks`,
      operationId: 'recordChecks',
      tag,
      scope: 'actions:write',
      params,
      body: z.union([NewCheck, z.strictObject({ checks: z.array(NewCheck).min(1).max(50) })]),
      headers: ['idempotency-key'],
      answers: { 201: { schema: z.object({ checks: z.array(Check) }) } },
      refusals: ['not-found', 'idempotency-conflict', 'date-out-of-range', 'unknown-value', 'unavailable'],
    },
    async (call) => {
      const { state, instrument } = call.params;
      const looks = 'checks' in call.body ? call.body.checks : [call.body];
      const { recording } = call.deps.store;
      const place = repointed((at) => ('checks' in call.body ? `/checks${at}` : at.replace('/0', '')));
      const checks = await recording.recordChecks(state, instrument, looks, writingOf(call)).catch(place);
      return { status: 201, body: { checks }, headers: { location: call.path.slice(0, -'/checks'.length) } };
    },
  ),

  read(
    {
      path: `${path}/actions/{action}`,
      operationId: 'getAction',
      tag,
      params: params.extend({ action: ActionId }),
      answers: {
        200: {
          schema: z.object({ recorded: Action, current: RecordedAction.nullable() }),
        },
      },
      refusals: ['not-found'],
    },
    async ({ deps, now, params }, snapshot) => {
      const asked = { deps, now, query: {} };
      const view = await viewOf(asked, snapshot, params.state);
      const record = under(asked, snapshot, view, params.instrument);
      const recorded = record.recorded.find(({ id }) => id === params.action);
      if (!recorded) throw new DomainError('not-found', `There is no action ${params.action} here.`);
      const current = recordOf(view, record).actions.find(({ id }) => id === params.action) ?? null;
      return { status: 200, body: { recorded, current } };
    },
  ),
];

type Writer = Parameters<typeof idempotencyOf>[0] & { deps: Pick<ApiDeps, 'now'> };

const writingOf = (call: Writer) => ({
  now: call.deps.now,
  by: call.caller.owner,
  idempotency: idempotencyOf(call),
});

/** Kept as bytes, so that a request sent twice is answered with the same ones. */
type Kept = { id: string; text: Text<Recording> };

function recordingOf({ actions, sequences, catalogue, holdings, today }: Reached): Kept {
  const action = actions.at(-1);
  if (!action) throw new Error('nothing was recorded');
  const view = currentView({ catalogue }, holdings, today);
  const participation = participationOf(
    view,
    under({ query: {} }, { catalogue }, view, action.instrument),
    callsUpon(view),
  );
  return { id: action.id, text: textOf<Recording>({ action, participation, sequences }) };
}

const created = (actions: string, { id, text }: Kept) => ({
  status: 201 as const,
  text,
  headers: { location: `${actions}/${id}` },
});

/** Faults of an act that an amendment states are found under `action`. */
const withinAction = repointed((at) => (at === '/correction' ? at : `/action${at}`));
