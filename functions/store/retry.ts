import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../core/errors.ts';
import type { Db } from './db.ts';

/**
 * Another writer moved the head first, or another transaction was under way: the decision must be made again.
 */
export class LostRace extends Error {
  override name = 'LostRace';
}

const tries = 100;
const base = 10;
const longest = 1000;

/** Repeats `attempt` until it loses no race, after random waits that grow (full jitter). */
export async function retryRaces<T>({ pause = sleep }: Db, attempt: () => Promise<T>): Promise<T> {
  for (let lost = 0; lost < tries; lost++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
      await pause(Math.random() * Math.min(longest, base * 2 ** lost));
    }
  }
  throw new DomainError('unavailable', 'Too many writers at once; nothing was recorded. Try again shortly.');
}

/** Runs tasks one after the other, also after one that failed. */
export function createTurns(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const turn = last.then(task, task);
    last = turn.catch(() => undefined);
    return turn;
  };
}
