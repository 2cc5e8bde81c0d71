import { hour, type Instant, later, latestOf, minute, msBetween, second } from '../../instant.ts';

/** Waits before the second to the tenth attempt, each counted from the attempt before. */
export const ladder = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const;

/** Attempts of one delivery, the first included. */
export const attemptLimit = ladder.length + 1;

/**
 * Waits before the second and third attempt at a verification, which are short because its owner is waiting.
 */
export const verificationLadder = [5 * second, minute] as const;

const jitterShare = 0.2;
const longestJitter = 30 * minute;

type Past = {
  /** Attempts so far that count: live ones and retries. */
  attempts: number;
  /** When the last of them was made. */
  at: Instant;
  /** The earliest instant that the receiver asked for. */
  floor?: Instant | null;
  /** 0 ≤ random < 1. */
  random: number;
};

/**
 * When to try again, or null at the end of the ladder. It is never before the ladder's wait is over nor
 * before `floor`, because jitter is added to the later of them.
 */
export function nextAttemptAt({ attempts, at, floor, random }: Past): Instant | null {
  const wait = ladder[attempts - 1];
  if (wait === undefined) return null;
  const earliest = latestOf(later(at, wait), floor);
  return later(earliest, Math.min(msBetween(at, earliest) * jitterShare, longestJitter) * random);
}
