import { setImmediate } from 'node:timers/promises';
import type { Chance } from './chance.ts';

/** Thrown at everything that an invocation asks for once it has crashed: nothing it does has an effect any more. */
export class Crashed extends Error {
  override name = 'Crashed';
}

/** One invocation of a function: whatever it does outside itself is a step, and other invocations may come between. */
export type Run = {
  name: string;
  crashed: boolean;
  done: boolean;
  step<T>(take: () => Promise<T>): Promise<T>;
};

type Waiting = { run: Run; take: () => Promise<void> };

/**
 * Runs invocations against each other, one step at a time in an order that chance decides, so that a seed repeats it.
 * The next step is taken when every invocation that is not over waits for one.
 */
export async function interleave(
  chance: Chance,
  invocations: readonly { name: string; invoke: (run: Run) => Promise<void> }[],
): Promise<void> {
  const waiting: Waiting[] = [];
  const runs = invocations.map(({ name, invoke }) => {
    const run: Run = { name, crashed: false, done: false, step: (take) => queued(waiting, run, take) };
    invoke(run).finally(() => {
      run.done = true;
    });
    return run;
  });
  for (;;) {
    await quiet(runs, waiting);
    const next = waiting.splice(chance.below(waiting.length), 1)[0];
    if (!next) return;
    await next.take();
  }
}

function queued<T>(waiting: Waiting[], run: Run, take: () => Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const guarded = async () => {
    try {
      if (run.crashed) throw new Crashed(run.name);
      resolve(await take());
    } catch (error) {
      reject(error);
    }
  };
  waiting.push({ run, take: guarded });
  return promise;
}

async function quiet(runs: readonly Run[], waiting: readonly Waiting[]): Promise<void> {
  for (;;) {
    for (let turn = 0; turn < 3; turn++) await setImmediate();
    if (runs.every((run) => run.done || waiting.some((one) => one.run === run))) return;
  }
}
