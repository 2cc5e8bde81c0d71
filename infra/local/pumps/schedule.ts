import { setTimeout } from 'node:timers/promises';
import type { Log } from '../../../functions/lib/log.ts';
import { type Invoke, invokeWithin } from './invoke.ts';
import type { Pump } from './pump.ts';

/** An event that no invocation took, and the reason, in Lambda's words. */
export type MissedEvent = {
  condition: 'RetriesExhausted' | 'EventAgeExceeded';
  event: ScheduledEvent;
  invocations: number;
  error: Error | undefined;
};

export type ScheduledEvent = { source: 'aws.scheduler'; time: string };

export type SchedulePumpOptions = {
  /**
   * From the wiring: seconds from one event to the next, retries of one, and the seconds for which it may be
   * tried.
   */
  settings: { every: number; retryAttempts: number; maxEventAge: number };
  /** Time limit of the function, seconds. */
  timeout: number;
  invoke: Invoke<ScheduledEvent, unknown>;
  /** The on-failure destination. */
  discard: (missed: MissedEvent) => Promise<void>;
  /** Milliseconds before retry n, counted from 1. */
  backoff?: (retry: number) => number;
  now?: () => number;
  log: Log;
};

/** Milliseconds before a retry: Lambda waits one minute, then two. */
const lambdasBackoff = (retry: number): number => retry * 60_000;

/**
 * Sends an event at once and then at a fixed rate, whatever became of those before, and tries each as Lambda
 * tries an asynchronous invocation.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export function startSchedulePump(options: SchedulePumpOptions): Pump {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const loop = tick(options, running, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await loop;
      await Promise.all(running);
    },
  };
}

async function tick(
  options: SchedulePumpOptions,
  running: Set<Promise<void>>,
  stop: AbortSignal,
): Promise<void> {
  const every = options.settings.every * 1000;
  for (let due = Date.now(); !stop.aborted; due += every) {
    const run = settle(options, stop).finally(() => running.delete(run));
    running.add(run);
    await rest(Math.max(0, due + every - Date.now()), stop);
    const hasSlept = Date.now() > due + 2 * every;
    if (hasSlept) due = Date.now() - every;
  }
}

/** Takes one event to its end: done, or given up after its retries or its age. */
async function settle(options: SchedulePumpOptions, stop: AbortSignal): Promise<void> {
  const { settings, backoff = lambdasBackoff, now = Date.now } = options;
  const sentAt = now();
  const event: ScheduledEvent = { source: 'aws.scheduler', time: new Date(sentAt).toISOString() };
  let error: Error | undefined;
  for (let invocations = 0; !stop.aborted; invocations += 1) {
    if (invocations > settings.retryAttempts)
      return giveUp(options, { condition: 'RetriesExhausted', event, invocations, error });
    if (now() - sentAt > settings.maxEventAge * 1000)
      return giveUp(options, { condition: 'EventAgeExceeded', event, invocations, error });
    error = await attempt(options, event);
    if (!error) return;
    if (invocations < settings.retryAttempts) await rest(backoff(invocations + 1), stop);
  }
}

async function attempt(
  { invoke, timeout, log }: SchedulePumpOptions,
  event: ScheduledEvent,
): Promise<Error | undefined> {
  try {
    await invokeWithin(invoke, event, timeout);
    return undefined;
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    log.error('A scheduled run failed', { error });
    return error;
  }
}

async function giveUp({ discard, log }: SchedulePumpOptions, missed: MissedEvent): Promise<void> {
  const { condition, event } = missed;
  log.error('A scheduled run is given up', { condition, time: event.time });
  await discard(missed).catch((error: unknown) => log.error('A missed run could not be noted', { error }));
}

async function rest(milliseconds: number, stop: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal: stop }).catch(() => undefined);
}
