import type { Action } from '../../action.ts';
import type { Day } from '../../calendar.ts';
import { liveActions, upheld } from '../../law/live.ts';
import { orderOf } from '../../law/position.ts';
import type { ActionKind } from '../../vocabulary.ts';
import { type CellKind, cellKinds, type Reading } from '../reading.ts';

/** An act as the record, or an earlier document, has it. */
export type HeldAct = {
  kind: CellKind;
  on: string;
  withdrawn: boolean;
  /** A withdrawal whose effect is not stated: a document may show it in brackets, or not yet. */
  pending?: boolean;
};

/** By the code of the participant. */
export type Held = ReadonlyMap<string, readonly HeldAct[]>;

/** What a document would show of the acts that stand under one instrument on a day. */
export function heldOf(actions: readonly Action[], asOf: Day): HeldAct[] {
  const live = upheld(liveActions(actions), asOf);
  const rescinded = new Set(live.filter(({ kind }) => kind === 'rescission').map(({ refersTo }) => refersTo));
  const denunciations = live.filter(({ kind, id }) => kind === 'denunciation' && !rescinded.has(id));
  return live.flatMap((act) => {
    const { kind, doneOn, territory } = act;
    if (!isShown(kind) || territory !== undefined) return [];
    const ended = denunciations.filter((denunciation) => orderOf(denunciation) > orderOf(act));
    const withdrawn = ended.some(({ effectiveOn }) => effectiveOn !== undefined && effectiveOn <= asOf);
    const pending = !withdrawn && ended.some(({ effectiveOn }) => effectiveOn === undefined);
    return [{ kind, on: doneOn, withdrawn, ...(pending && { pending }) }];
  });
}

const shown: readonly string[] = cellKinds;
const isShown = (kind: ActionKind): kind is ActionKind & CellKind => shown.includes(kind);

/** The acts of every participant, from everything that is recorded under one instrument. */
export function heldByParticipant(actions: readonly Action[], asOf: Day): Held {
  const byState = Map.groupBy(actions, ({ state }) => state);
  return new Map([...byState].map(([state, own]) => [state, heldOf(own, asOf)]));
}

/** The same of an earlier document, so that two documents can be compared without a record. */
export function heldInReading({ rows }: Reading): Held {
  const held = new Map<string, HeldAct[]>();
  for (const { code, cells } of rows) {
    if (code === null) continue;
    const acts = cells.flatMap(({ kind, on, withdrawn }) => (kind ? [{ kind, on, withdrawn }] : []));
    held.set(code, [...(held.get(code) ?? []), ...acts]);
  }
  return held;
}
