import type { Day } from '../calendar.ts';
import type { Status } from '../vocabulary.ts';
import { basisOf, nextEffectOn } from './position/position.ts';
import type { Position } from './position/shape.ts';
import type { Standing } from './standing.ts';
import type { StateView } from './state-view.ts';

/** A status that differs from the one last committed, and the legal day on which it began. */
export type StatusMove = {
  from: Status;
  to: Status;
  on: Day;
  cause: { kind: string; action: string | null };
};

/** The moves that time alone has made since the standing was committed, each on its legal day, in order. */
export function timedMoves(standing: Standing, positionOn: (day: Day) => Position, today: Day): StatusMove[] {
  const moves: StatusMove[] = [];
  let from = standing.status;
  for (let due = standing.nextEffectOn; due !== null && due <= today; ) {
    const position = positionOn(due);
    if (position.status !== from)
      moves.push({ from, to: position.status, on: due, cause: timedCause(position, due) });
    from = position.status;
    due = nextEffectOn(position);
  }
  return moves;
}

function timedCause(position: Position, due: Day): StatusMove['cause'] {
  const { status, consent, withdrawal, ended } = position;
  const basis = basisOf(position);
  if (basis?.doneOn === due) return { kind: basis.kind, action: basis.statedIn };
  if (ended) return { kind: ended.kind, action: ended.action };
  if (status === 'party') return { kind: 'entry-into-force', action: consent?.id ?? null };
  return { kind: 'withdrawal', action: withdrawal?.notice.id ?? null };
}

/** The move that new facts make today, or null. */
export function factMove(
  from: Status,
  after: Position,
  today: Day,
  cause: StatusMove['cause'],
): StatusMove[] {
  return after.status === from ? [] : [{ from, to: after.status, on: after.since ?? today, cause }];
}

/**
 * The first day after the view's on which time, or an act on record already, may change the status; null if
 * there is none. An act may be dated ahead of UTC, on a day that has begun elsewhere.
 */
export function nextMoveOn({ under, asOf, positionOn }: StateView, instrument: string): Day | null {
  const coming = (under.get(instrument)?.actions ?? [])
    .filter(({ doneOn, territory }) => doneOn > asOf && territory === undefined)
    .map(({ doneOn }) => doneOn);
  const next = nextEffectOn(positionOn(instrument, asOf));
  return [...coming, ...(next ? [next] : [])].sort()[0] ?? null;
}

export const standingAt = (
  before: Standing,
  position: Position,
  next: Day | null = nextEffectOn(position),
): Standing => ({
  ...before,
  status: position.status,
  since: position.since,
  nextEffectOn: next,
  version: before.version + 1,
});
