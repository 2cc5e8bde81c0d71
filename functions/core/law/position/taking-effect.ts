import { type Day, laterOf } from '../../calendar.ts';
import type { LiveAction } from '../live.ts';
import type { Ending } from './ending.ts';
import { become, type Consented, isBound, type Position } from './shape.ts';

/** The position with every change that time alone makes by `day`. */
export function advance(position: Position, day: Day): Position {
  for (let due = nextDue(position); due !== null && due <= day; due = nextDue(position))
    position = takeEffect(position, due);
  return position;
}

/** The next day on which time changes the position, or null. */
export function nextDue(position: Position): Day | null {
  const { status, inForce, withdrawal } = position;
  if (!isBound(position)) return null;
  const days = [
    status === 'contracting-state' ? inForce?.on : null,
    withdrawal?.on,
    nextEnding(position)?.on,
  ].filter((day) => typeof day === 'string');
  return days.sort()[0] ?? null;
}

/** The next ending of participation without a notice; one before the State joined does not touch it. */
export function nextEnding({ endings, consent }: Position): Ending | undefined {
  return endings
    .filter(({ on }) => consent !== null && on > consent.doneOn)
    .sort((a, b) => (a.on < b.on ? -1 : 1))[0];
}

function takeEffect(position: Position, due: Day): Position {
  const ending = nextEnding(position);
  if (ending?.on === due) return end(position, ending);
  if (position.withdrawal?.on === due) return leave(position, due);
  return become({ ...position, provisional: null }, 'party', due);
}

/** Ends participation. A State for which the instrument was not yet in force was never a party. */
function end(position: Position, ending: Ending): Position {
  const ended = { ...position, ended: ending, withdrawal: null, renewal: null, provisional: null };
  return position.status === 'party'
    ? become(ended, 'former-party', ending.on)
    : unbound({ ...ended, takenBack: null, lapsed: position.consent }, ending.on);
}

/**
 * Lets the State leave. If the instrument was not yet in force for it, it was never a party; if it has joined
 * again, it stays.
 */
function leave(position: Position, on: Day): Position {
  const by = position.withdrawal?.notice;
  const left =
    position.status === 'contracting-state' && by
      ? unbind(position, by, on)
      : become(position, 'former-party', on);
  if (!left.renewal) return left;
  const { consent, inForce } = left.renewal;
  return bindBy(left, { consent, inForce: { ...inForce, on: inForce.on && laterOf(inForce.on, on) } }, on);
}

export const bindBy = (position: Position, consented: Consented, on: Day): Position =>
  become(
    {
      ...position,
      ...consented,
      renewal: null,
      withdrawal: null,
      ended: null,
      takenBack: null,
      lapsed: null,
      disclaimed: null,
    },
    'contracting-state',
    on,
  );

/** Takes back a consent before the instrument is in force for the State. */
export function unbind(position: Position, by: LiveAction, on: Day): Position {
  const takenBack = position.consent && { action: position.consent, by, on };
  return unbound({ ...position, takenBack }, on);
}

const unbound = (position: Position, on: Day): Position =>
  become(
    { ...position, consent: null, inForce: null, withdrawal: null },
    position.signature ? 'signatory' : 'no-action',
    on,
  );
