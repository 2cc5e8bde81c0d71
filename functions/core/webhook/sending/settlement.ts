import { hour, type Instant, later, latestOf, minute } from '../../instant.ts';
import { type Delivery, keptAttempts } from '../delivery.ts';
import type { Attempt, Trigger } from './attempt.ts';
import { type Condition, sendsFrom } from './health.ts';
import type { Made } from './judgement.ts';
import { nextAttemptAt, verificationLadder } from './ladder.ts';
import { isLastWord } from './passage.ts';
import { retryAfter } from './retry-after.ts';

const blockedRecheck = hour;

type Settling = Made & {
  /** The subscription's condition after the attempt. */
  condition: Condition;
  random: number;
};

/** The delivery after an attempt at it, let go by its sender. */
export function settled(before: Delivery, made: Settling): Delivery {
  const row = { ...withAttempt(before, made.attempt), claim: null };
  if (made.verdict.kind === 'delivered') return delivered(row, made.at);
  if (isOneShot(before)) return ended(row);
  if (before.trigger === 'verification') return afterVerification(row, made);
  if (made.condition.status === 'disabled') return setAside(row);
  if (made.attempt.trigger === 'probe')
    return { ...row, nextAttemptAt: sendsFrom(made.condition.health) ?? later(made.at, minute) };
  return made.verdict.kind === 'blocked' ? afterBlocked(row, made) : onLadder(row, made);
}

/**
 * Adds an attempt to a delivery that another sender has written meanwhile: it enters the log, and settles the
 * delivery only by success.
 */
export function settledBeside(current: Delivery, { attempt, verdict, at }: Made): Delivery {
  const row = withAttempt(current, attempt);
  return verdict.kind === 'delivered' ? delivered(row, at) : row;
}

/** Adds an attempt to the log; of those kept, one is always the last that counts on the ladder. */
function withAttempt(row: Delivery, attempt: Attempt): Delivery {
  const attempts = [...row.attempts, attempt];
  const kept = attempts.slice(-keptAttempts);
  const climbed = attempts.findLast(({ trigger }) => doesClimb(trigger));
  return {
    ...row,
    attempts: climbed && !kept.includes(climbed) ? [climbed, ...kept.slice(1)] : kept,
    attempted: row.attempted + 1,
    climbed: row.climbed + Number(doesClimb(attempt.trigger) && attempt.verdict !== 'blocked'),
  };
}

/** Marks a delivery as recorded and not sent; one that was delivered before stays delivered. */
export const setAside = (row: Delivery): Delivery => over(row, row.deliveredAt ? 'delivered' : 'held');

/** Closes the delivery: it is not tried again. */
export const ended = (row: Delivery): Delivery => over(row, row.deliveredAt ? 'delivered' : 'exhausted');

const delivered = (row: Delivery, at: Instant): Delivery => ({
  ...over(row, 'delivered'),
  deliveredAt: row.deliveredAt ?? at,
});

/**
 * When its own attempts allow the next, apart from the subscription's waits; null for at once, as its owner
 * asked.
 */
export function ownTime(row: Delivery, random: number): Instant | null {
  if (row.trigger === 'resend' || row.trigger === 'replay') return null;
  const last = row.attempts.findLast(({ trigger }) => trigger !== 'probe');
  if (!last || row.climbed === 0) return null;
  const at = later(last.startedAt, last.times.total);
  const floor = last.verdict === 'paused' ? retryAfter(last.headers['retry-after'], at) : null;
  return nextAttemptAt({ attempts: row.climbed, at, floor, random });
}

const doesClimb = (trigger: Trigger): boolean => trigger === 'live' || trigger === 'retry';

const over = (row: Delivery, status: 'delivered' | 'held' | 'exhausted'): Delivery => ({
  ...row,
  status,
  claim: null,
  nextAttemptAt: null,
});

const isOneShot = (row: Delivery): boolean => row.trigger === 'test' || isLastWord(row);

function afterVerification(row: Delivery, { at, verdict }: Settling): Delivery {
  const wait = verificationLadder[row.attempted - 1];
  if (wait === undefined || verdict.kind === 'gone' || verdict.kind === 'blocked') return ended(row);
  return {
    ...row,
    nextAttemptAt: latestOf(later(at, wait), verdict.kind === 'paused' ? verdict.until : null),
  };
}

const afterBlocked = (row: Delivery, { at, condition }: Settling): Delivery => ({
  ...row,
  nextAttemptAt: latestOf(later(at, blockedRecheck), sendsFrom(condition.health)),
});

/** Continues the ladder of a delivery that was resent on request, unless it had been delivered before. */
function onLadder(row: Delivery, { at, verdict, random }: Settling): Delivery {
  if (row.deliveredAt) return ended(row);
  const climbed = Math.max(row.climbed, 1);
  const floor = verdict.kind === 'paused' ? verdict.until : null;
  const next = nextAttemptAt({ attempts: climbed, at, floor, random });
  return next ? { ...row, climbed, trigger: 'retry', nextAttemptAt: next } : ended(row);
}
