import type { Day } from '../calendar.ts';
import type { Status } from '../vocabulary.ts';
import type { Position } from './position/shape.ts';
import { advance, nextDue } from './position/taking-effect.ts';
import { isLater, type StateView } from './state-view.ts';

/** A status and the first day on which it is so. */
export type StatusTurn = { on: Day; status: Status };

/**
 * Every status that a State has had under an instrument, or will have if nothing more is done, earliest
 * first. Before the first it has done nothing.
 */
export function turnsOf(view: StateView, instrument: string): StatusTurn[] {
  const turns: StatusTurn[] = [];
  for (const on of turningDays(view, instrument)) {
    const { status } = view.positionOn(instrument, on);
    if (status !== (turns.at(-1)?.status ?? 'no-action')) turns.push({ on, status });
  }
  return turns;
}

export const statusOn = (turns: readonly StatusTurn[], day: Day): Status =>
  turns.findLast(({ on }) => on <= day)?.status ?? 'no-action';

/**
 * The days on which the position may change: by acts, by time, and by a denunciation through another
 * instrument.
 */
export function turningDays(view: StateView, instrument: string): Day[] {
  const under = view.under.get(instrument);
  if (!under) return [];
  const { automaticDenunciations = [] } = under.instrument;
  const ending = automaticDenunciations.filter(({ by }) => isLater(by, under.instrument, view.catalogue));
  const starts = [
    ...under.actions.map(({ doneOn }) => doneOn),
    ...ending.flatMap(({ by }) => turningDays(view, by)),
  ];
  const days = starts.flatMap((on) => [on, ...duesAfter(view.positionOn(instrument, on))]);
  return [...new Set(days)].sort();
}

/** The days on which time alone changes a position. */
function duesAfter(position: Position): Day[] {
  const dues: Day[] = [];
  for (let due = nextDue(position); due !== null; due = nextDue(position)) {
    dues.push(due);
    position = advance(position, due);
  }
  return dues;
}
