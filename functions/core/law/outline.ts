import type { Action } from '../action.ts';
import type { Day, Instant } from '../calendar.ts';
import type { Status } from '../vocabulary.ts';
import { evidenceOf } from './evidence.ts';
import type { Holdings } from './holdings.ts';
import type { StateView } from './state-view.ts';
import { type StatusTurn, statusOn, turnsOf } from './turns.ts';

/** The record that was written last. */
export type LastRecord = { action: string; kind: string; instrument: string; recordedAt: Instant };

/**
 * The evidence of acts and single checks; readings of whole documents are kept apart, because they speak for
 * every State.
 */
type Looked = { lastCheckedOn: Day | null; evidenceThrough: Day | null };

/** A State's status on one day under each instrument with anything on record, without its acts. */
export type Outline = {
  state: string;
  last: LastRecord | null;
  under: ReadonlyMap<string, Looked & { status: Status }>;
};

/** Outlines for every day. */
export type Outlines = {
  state: string;
  last: LastRecord | null;
  under: readonly (Looked & { instrument: string; turns: readonly StatusTurn[] })[];
};

export const outlineOf = (view: StateView, holdings: Holdings): Outline => ({
  ...headOf(holdings),
  under: new Map(
    lookedUnder(view).map(({ instrument, status, ...looked }) => [instrument, { status, ...looked }]),
  ),
});

export const outlinesOf = (view: StateView, holdings: Holdings): Outlines => ({
  ...headOf(holdings),
  under: lookedUnder(view).map(({ status: _, instrument, ...looked }) => ({
    ...{ instrument, ...looked },
    turns: turnsOf(view, instrument),
  })),
});

export const outlineOn = ({ under, ...head }: Outlines, day: Day): Outline => ({
  ...head,
  under: new Map(
    under.map(({ instrument, turns, ...looked }) => [
      instrument,
      { status: statusOn(turns, day), ...looked },
    ]),
  ),
});

const headOf = (holdings: Holdings) => ({ state: holdings.state.code, last: lastRecord(holdings) });

function lookedUnder({ under }: StateView) {
  const some = [...under.values()].filter(({ actions, checks }) => actions.length + checks.length > 0);
  return some.map((one) => {
    const { lastCheckedOn, evidenceThrough } = evidenceOf(one, undefined);
    return { instrument: one.instrument.id, status: one.position.status, lastCheckedOn, evidenceThrough };
  });
}

function lastRecord({ actions }: Holdings): LastRecord | null {
  const orderOf = ({ recordedAt, id }: Action) => `${recordedAt} ${id}`;
  const last = actions.reduce<Action | null>(
    (latest, action) => (latest && orderOf(latest) > orderOf(action) ? latest : action),
    null,
  );
  return (
    last && { action: last.id, kind: last.kind, instrument: last.instrument, recordedAt: last.recordedAt }
  );
}
