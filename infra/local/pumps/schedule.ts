import { setTimeout } from 'node:timers/promises';
import type { Log } from '../../../functions/lib/log.ts';
import { type Invoke, invokeWithin } from './invoke.ts';
import type { Pump } from './pump.ts';

export type SchedulePumpOptions = {
  /** Seconds from one start to the next. */
  every: number;
  /** Of the function, in seconds. */
  timeout: number;
  invoke: Invoke<unknown, unknown>;
  log: Log;
};

/** Invokes at once and then at a fixed rate. A failed run is logged; the next one is its retry. */
export function startSchedulePump(options: SchedulePumpOptions): Pump {
  const stopping = new AbortController();
  const loop = run(options, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await loop;
    },
  };
}

async function run({ every, timeout, invoke, log }: SchedulePumpOptions, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const startedAt = Date.now();
    try {
      await invokeWithin(invoke, { source: 'aws.scheduler' }, timeout);
    } catch (error) {
      log.error('A scheduled run failed', { error });
    }
    const wait = Math.max(0, startedAt + every * 1000 - Date.now());
    await setTimeout(wait, undefined, { signal: stop }).catch(() => undefined);
  }
}
