import { setImmediate } from 'node:timers/promises';
import type { Chance } from '../chance.ts';

/** Thrown at every request of a crashed invocation, because nothing it does has an effect any more. */
export class Crashed extends Error {
  override name = 'Crashed';
}

/**
 * One invocation of a function. Everything it does outside itself is a step, between which others may run.
 */
export type Run = {
  name: string;
  /** Everybody's writes, counted at its beginning and end. */
  began: number;
  ended: number | null;
  crashed: boolean;
  /** Faults that hit it. */
  struck: number;
  step<T>(take: () => Promise<T>): Promise<T>;
  /**
   * Awaits something with its own duration, such as a socket's answer. Nobody takes a step meanwhile, so that
   * a seed repeats it.
   */
  outside<T>(take: () => Promise<T>): Promise<T>;
  /** How much of that is under way. */
  away: number;
};

export type Invocation = { name: string; invoke: (run: Run) => Promise<void> };

type Waiting = { run: Run; take: () => Promise<void> };

/**
 * Runs invocations against each other, one step at a time, in a random order that a seed repeats. The next
 * step is taken when every running invocation waits for one. An invocation may fail only if it was struck.
 */
export async function interleave(
  { chance, tick, history }: { chance: Chance; tick: () => number; history: { violations: string[] } },
  invocations: readonly Invocation[],
): Promise<void> {
  const waiting: Waiting[] = [];
  const bell = createBell();
  const runs = invocations.map(({ name, invoke }) => {
    const ask = (asked: Waiting) => {
      waiting.push(asked);
      bell.ring();
    };
    const run = newRun(name, tick(), ask, bell.ring);
    invoke(run)
      .catch((error) => {
        if (run.struck === 0) history.violations.push(`${name} failed: ${error}`);
      })
      .finally(() => {
        run.ended = tick();
        bell.ring();
      });
    return run;
  });
  const isWaiting = (run: Run) => run.away === 0 && waiting.some((one) => one.run === run);
  const isQuiet = () => runs.every((run) => run.ended !== null || isWaiting(run));
  for (;;) {
    while (!isQuiet()) await bell.heard();
    await setImmediate();
    const next = waiting.splice(chance.below(waiting.length), 1)[0];
    if (!next) return;
    await next.take();
    await setImmediate();
  }
}

function newRun(name: string, began: number, ask: (waiting: Waiting) => void, ring: () => void): Run {
  const run: Run = {
    name,
    began,
    ended: null,
    crashed: false,
    struck: 0,
    step: (take) => queued(run, take, ask),
    outside: async (take) => {
      run.away++;
      try {
        return await take();
      } finally {
        run.away--;
        ring();
      }
    },
    away: 0,
  };
  return run;
}

function queued<T>(run: Run, take: () => Promise<T>, ask: (waiting: Waiting) => void): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const guarded = async () => {
    try {
      if (run.crashed) throw new Crashed(run.name);
      resolve(await take());
    } catch (error) {
      reject(error);
    }
  };
  ask({ run, take: guarded });
  return promise;
}

/** Wakes whoever waits for something to happen. */
function createBell() {
  let next = Promise.withResolvers<void>();
  return {
    ring: () => {
      next.resolve();
      next = Promise.withResolvers<void>();
    },
    heard: () => next.promise,
  };
}
