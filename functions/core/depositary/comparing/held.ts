import type { Action } from '../../action.ts';
import type { Day } from '../../calendar.ts';
import { liveActions, upheld } from '../../law/live.ts';
import { orderOf } from '../../law/position/position.ts';
import type { ActionKind } from '../../vocabulary.ts';
import { type CellKind, cellKinds } from '../cell-kind.ts';

/** An act as the record, or an earlier document, has it. */
export type HeldAct = {
  kind: CellKind;
  on: string;
  withdrawn: boolean;
  /** It was denounced, and no source states from when: a document may print it in brackets or not yet. */
  pending?: boolean;
  /** A denunciation of it is known and has not taken effect: it is still to come, or was rescinded. */
  denounced?: boolean;
};

/** What each participant holds, by its code. */
export type HeldActs = ReadonlyMap<string, readonly HeldAct[]>;

/** What a document would show of the acts that stand under one instrument on a day. */
export function heldOf(actions: readonly Action[], asOf: Day): HeldAct[] {
  const live = upheld(liveActions(actions), asOf);
  const rescinded = new Set(live.filter(({ kind }) => kind === 'rescission').map(({ refersTo }) => refersTo));
  const denunciations = live.filter(({ kind }) => kind === 'denunciation');
  return live.flatMap((act) => {
    const { kind, doneOn, territory } = act;
    if (!isShown(kind) || territory !== undefined) return [];
    const told = denunciations.filter((denunciation) => orderOf(denunciation) > orderOf(act));
    const ended = told.filter(({ id }) => !rescinded.has(id));
    const withdrawn = ended.some(({ effectiveOn }) => effectiveOn !== undefined && effectiveOn <= asOf);
    const pending = !withdrawn && ended.some(({ effectiveOn }) => effectiveOn === undefined);
    const denounced = told.length > 0 && !withdrawn && !pending;
    return [{ kind, on: doneOn, withdrawn, ...(pending && { pending }), ...(denounced && { denounced }) }];
  });
}

const shown: readonly string[] = cellKinds;
const isShown = (kind: ActionKind): kind is ActionKind & CellKind => shown.includes(kind);

/** The acts of every participant, from everything that is recorded under one instrument. */
export function heldByParticipant(actions: readonly Action[], asOf: Day): HeldActs {
  const byState = Map.groupBy(actions, ({ state }) => state);
  return new Map([...byState].map(([state, own]) => [state, heldOf(own, asOf)]));
}
