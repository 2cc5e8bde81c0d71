import * as z from 'zod';
import { Action, isRetraction, NewAction, NewCorrection } from '../../core/action.ts';
import { Check, NewCheck } from '../../core/check.ts';
import { DomainError } from '../../core/errors.ts';
import { ActionId, InstrumentId, StateCode } from '../../core/ids.ts';
import { Participation, participationOf } from '../../core/law/participation/participation.ts';
import { actionsOf, RecordedAction } from '../../core/law/participation/participation-record.ts';
import { urgingsUpon } from '../../core/law/urging.ts';
import { irregularityAt } from '../../core/record/announcing.ts';
import type { Reached } from '../../store/record/recording.ts';
import { currentView, requestedView, under } from '../asking/viewpoint.ts';
import type { ApiDeps } from '../deps.ts';
import { json, repointed } from '../http/body.ts';
import { idempotencyOf } from '../http/idempotency.ts';
import { jsonText, largestText, read, route, type Text } from '../http/route.ts';

const params = z.object({ state: StateCode, instrument: InstrumentId });
const path = '/v1/states/{state}/participations/{instrument}' as const;
const tag = 'Actions';

/** A recorded act or correction, the participation after it, and the sequences of its changes. */
const Recording = z.lazy(() =>
  z
    .object({ action: Action, participation: Participation, sequences: z.array(z.number().int()) })
    .meta({ id: 'Recording' }),
);
type Recording = z.infer<typeof Recording>;

/** Several checks at once. */
const NewChecks = z.lazy(() =>
  z.strictObject({ checks: z.array(NewCheck).min(1).max(50) }).meta({ id: 'NewChecks' }),
);

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
      body: json(NewAction),
      largestBody: largestText,
      headers: ['idempotency-key'],
      answers: { 201: { schema: Recording } },
      refusals,
    },
    async (c) => {
      const { state, instrument } = c.req.valid('param');
      const body = c.req.valid('json');
      const { recording } = c.var.deps.store;
      const writing = writingOf(c, body);
      const { id, text } = await recording.recordActions(
        state,
        instrument,
        [{ action: body }],
        writing,
        recordingOf,
      );
      return c.body(text, 201, { location: `${c.req.path}/${id}` });
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
      body: json(NewCorrection),
      largestBody: largestText,
      headers: ['idempotency-key'],
      answers: { 201: { schema: Recording } },
      refusals: [...refusals, 'conflict'],
    },
    async (c) => {
      const { state, instrument, action: of } = c.req.valid('param');
      const body = c.req.valid('json');
      const { recording } = c.var.deps.store;
      const correcting = recording.correctAction(
        { state, instrument, of },
        body,
        writingOf(c, body),
        recordingOf,
      );
      const { id, text } = await correcting.catch(within('changes' in body ? 'changes' : 'action'));
      return c.body(text, 201, { location: c.req.path.replace(`/${of}/corrections`, `/${id}`) });
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
      body: json(z.union([NewCheck, NewChecks])),
      headers: ['idempotency-key'],
      answers: { 201: { schema: z.object({ checks: z.array(Check) }) } },
      refusals: ['not-found', 'idempotency-conflict', 'date-out-of-range', 'unknown-value', 'unavailable'],
    },
    async (c) => {
      const { state, instrument } = c.req.valid('param');
      const body = c.req.valid('json');
      const looks = 'checks' in body ? body.checks : [body];
      const { recording } = c.var.deps.store;
      const place = repointed((at) => ('checks' in body ? `/checks${at}` : at.replace('/0', '')));
      const checks = await recording.recordChecks(state, instrument, looks, writingOf(c, body)).catch(place);
      return c.json({ checks }, 201, { location: c.req.path.slice(0, -'/checks'.length) });
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
    async (c, snapshot) => {
      const { state, instrument, action } = c.req.valid('param');
      const view = await requestedView(c, snapshot, state);
      const record = under(c, snapshot, view, instrument);
      const recorded = record.recorded.find(({ id }) => id === action);
      if (!recorded) throw new DomainError('not-found', `There is no action ${action} here.`);
      const current = actionsOf(view, record).find(({ id }) => id === action) ?? null;
      return c.json({ recorded, current }, 200);
    },
  ),
];

type Writer = Parameters<typeof idempotencyOf>[0] & { var: { deps: Pick<ApiDeps, 'now'> } };

const writingOf = (c: Writer, body: unknown) => ({
  now: c.var.deps.now,
  by: c.var.caller.owner,
  idempotency: idempotencyOf(c, body),
});

/** The answer is kept as text, so that a repeated request gets the same bytes. */
type Kept = { id: string; text: Text<Recording> };

function recordingOf({ actions, sequences, catalogue, holdings, today }: Reached): Kept {
  const view = currentView({ catalogue }, holdings, today);
  const action = actions.at(-1);
  const under = action && view.under.get(action.instrument);
  if (!under) throw new Error('nothing was recorded');
  const participation = participationOf(view, under, urgingsUpon(view));
  const irregular = irregularityAt({ view, instrument: under.instrument }, action.id);
  const shown = irregular && !isRetraction(action) ? { ...action, irregular } : action;
  return { id: action.id, text: jsonText<Recording>({ action: shown, participation, sequences }) };
}

/** Moves the faults of an amended act under the member that states it. */
const within = (member: 'action' | 'changes') =>
  repointed((at) => (at === '/correction' ? at : `/${member}${at}`));
