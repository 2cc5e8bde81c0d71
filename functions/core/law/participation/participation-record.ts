import * as z from 'zod';
import { type Action, ActionContent, isRetraction } from '../../action.ts';
import { Day, Instant } from '../../calendar.ts';
import { Citation } from '../../citation.ts';
import { ActionId, InstrumentId, StateCode } from '../../ids.ts';
import { EntryIntoForceRule, WithdrawalRule } from '../../instrument/provisions.ts';
import { Irregular } from '../../irregular.ts';
import { Changed, changedBy } from '../../record/changed.ts';
import { RecordedReading } from '../../record/reading.ts';
import type { LiveAction } from '../live.ts';
import { irregularityIn } from '../regularity.ts';
import type { InstrumentView, StateView } from '../state-view.ts';
import { statementsInEffect } from '../statement.ts';
import { type Urged, urgingsUpon } from '../urging.ts';
import { ActionEffect, actionEffect } from './action-effect.ts';
import { beginning } from './beginning.ts';
import { Participation, participationOf } from './participation.ts';
import { statusReason } from './status-reason.ts';

const Correction = z.lazy(() =>
  z.object({
    id: ActionId,
    kind: z.enum(['amendment', 'retraction']),
    of: ActionId,
    reason: z.string(),
    changed: Changed.nullable().describe(
      'What it changed, by member; null where the act itself was taken back or restored.',
    ),
    recordedAt: Instant,
    recordedBy: z.string(),
  }),
);

const override = z.object({ reason: z.string() });

/** An act as it stands, with its effect and the corrections of it. */
export const RecordedAction = z.lazy(() =>
  ActionContent.unwrap()
    .extend({
      id: ActionId,
      state: StateCode,
      instrument: InstrumentId,
      recordedAt: Instant,
      recordedBy: z.string(),
      override: override.optional(),
      /**
       * When it takes effect on the status, if it does: `stated` by the depositary or `computed` from the
       * rule.
       */
      effect: ActionEffect.nullable(),
      /** Why it had no effect on the status, where a reader could expect one. */
      withoutEffect: z.string().optional(),
      /** The rule that it broke, if it did; it is recorded because it was done. */
      irregular: Irregular.optional(),
      corrections: z.array(Correction),
      /** Set if `text` is only the beginning; `url` leads to the whole. */
      truncated: z.literal(true).optional(),
      url: z.string().optional(),
    })
    .meta({ id: 'RecordedAction' }),
);
export type RecordedAction = z.infer<typeof RecordedAction>;

const RecordUrging = z.lazy(() =>
  z.object({
    source: z.string(),
    title: z.string(),
    on: Day,
    kind: z.enum(['named', 'implied']),
    paragraph: z.string(),
    wording: z.string(),
    /** Set if `wording` is only the beginning; `url` leads to the whole. */
    truncated: z.literal(true).optional(),
    url: z.string().optional(),
  }),
);

/** The whole record of a State under one instrument: the participation and everything it rests on. */
export const ParticipationRecord = z.lazy(() =>
  Participation.unwrap()
    .extend({
      asOf: Day,
      statusReason: z.string(),
      actions: z.array(RecordedAction),
      /** Acts once recorded and since retracted, with the corrections that took them back. */
      retracted: z.array(
        z.object({ id: ActionId, kind: z.string(), doneOn: Day, corrections: z.array(Correction) }),
      ),
      reservations: z.array(RecordedAction),
      declarations: z.array(RecordedAction),
      checks: z.array(
        z.object({
          on: Day,
          territory: z.string().optional(),
          note: z.string().optional(),
          source: Citation,
        }),
      ),
      /** The whole reading of the depositary's document on which the evidence rests. */
      reading: RecordedReading.nullable(),
      urgings: z.array(RecordUrging),
      rule: z.object({
        entryIntoForce: EntryIntoForceRule.nullable(),
        withdrawal: WithdrawalRule.nullable(),
      }),
    })
    .meta({ id: 'ParticipationRecord' }),
);
export type ParticipationRecord = z.infer<typeof ParticipationRecord>;

/** The whole record under one instrument as of the view's day. */
export function recordOf(view: StateView, under: InstrumentView): ParticipationRecord {
  const urgings = urgingsUpon(view);
  const participation = participationOf(view, under, urgings);
  const corrections = correctionsIn(under.recorded);
  const show = shownIn(view, under, corrections);
  const statements = statementsInEffect(under.instrument, under.actions, under.position, view.asOf);
  return {
    ...participation,
    asOf: view.asOf,
    statusReason: statusReason(participation, under.position, under.instrument),
    actions: doneBy(view.asOf, under).map(show),
    retracted: retracted(under, corrections),
    reservations: statements.filter(({ kind }) => kind === 'reservation').map(show),
    declarations: statements.filter(({ kind }) => kind !== 'reservation').map(show),
    checks: under.checks.map(({ on, territory, note, source }) => ({
      on,
      ...(territory && { territory }),
      ...(note && { note }),
      source,
    })),
    reading: view.catalogue.readings.get(under.instrument.id) ?? null,
    urgings: urgings.filter(({ instrument }) => instrument === under.instrument.id).map(urging),
    rule: {
      entryIntoForce: under.instrument.entryIntoForceRule ?? null,
      withdrawal: under.instrument.withdrawalRule ?? null,
    },
  };
}

/** The acts under one instrument as of the view's day, oldest first. */
export const actionsOf = (view: StateView, under: InstrumentView): RecordedAction[] =>
  doneBy(view.asOf, under).map(shownIn(view, under, correctionsIn(under.recorded)));

const doneBy = (asOf: Day, { actions }: InstrumentView): LiveAction[] =>
  actions.filter(({ doneOn }) => doneOn <= asOf).sort(byDay);

const byDay = (a: LiveAction, b: LiveAction): number =>
  `${a.doneOn} ${a.id}` < `${b.doneOn} ${b.id}` ? -1 : 1;

const urging = ({ source, urging }: Urged) => ({
  source: source.id,
  title: source.title,
  on: source.on,
  kind: urging.kind,
  paragraph: urging.paragraph,
  wording: urging.wording,
});

/** Makes a function that shows an act as answers do. */
function shownIn(view: StateView, under: InstrumentView, corrections: CorrectionsOf) {
  const reasons = new Map(under.position.ineffective.map(({ action, reason }) => [action.id, reason]));
  return (action: LiveAction): RecordedAction => {
    const { corrects: _, seed: __, statedIn: ___, ...rest } = action;
    const reason = reasons.get(action.id);
    const irregular = irregularityIn(view, under, action);
    return {
      ...rest,
      effect: reason ? null : actionEffect(under, action),
      ...(reason && { withoutEffect: reason }),
      ...(irregular && { irregular }),
      corrections: corrections(action.id),
    };
  };
}

type CorrectionsOf = (id: string) => z.infer<typeof Correction>[];

/** Makes a function that finds the corrections of an action, and the corrections of those, oldest first. */
function correctionsIn(recorded: readonly Action[]): CorrectionsOf {
  const own = Map.groupBy(
    recorded.filter(({ corrects }) => corrects !== undefined),
    ({ corrects }) => corrects?.of,
  );
  const all = (id: string): z.infer<typeof Correction>[] =>
    (own.get(id) ?? []).flatMap((action) => [
      ...(action.corrects ? [correction(recorded, action, action.corrects)] : []),
      ...all(action.id),
    ]);
  return (id) => all(id).sort((a, b) => (`${a.recordedAt} ${a.id}` < `${b.recordedAt} ${b.id}` ? -1 : 1));
}

function correction(
  recorded: readonly Action[],
  action: Action,
  { kind, of, reason }: NonNullable<Action['corrects']>,
): z.infer<typeof Correction> {
  const { id, recordedAt, recordedBy } = action;
  const changed = changedBy(recorded, action);
  return { id, kind, of, reason, changed: changed && beginning(changed, mostShown), recordedAt, recordedBy };
}

/** Caps a correction's changes here; the whole is in the records that state the act. */
const mostShown = { characters: 1000, sources: 5 };

function retracted(
  { recorded, actions }: InstrumentView,
  corrections: CorrectionsOf,
): ParticipationRecord['retracted'] {
  const live = new Set(actions.map(({ id }) => id));
  return recorded.flatMap((action) =>
    action.corrects || isRetraction(action) || live.has(action.id)
      ? []
      : [
          {
            id: action.id,
            kind: action.kind,
            doneOn: action.doneOn,
            corrections: corrections(action.id),
          },
        ],
  );
}
