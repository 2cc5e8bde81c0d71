import { setTimeout as sleep } from 'node:timers/promises';

/** Under load a read costs more than what it is for; so the ones who come meanwhile wait this long for more, milliseconds. */
const gathering = 1;

/**
 * Lets callers share a read without ever answering one with a read that began before it asked: who comes while a read
 * runs waits for the next one, and all who wait share that.
 */
export function coalesced<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  const start = (): Promise<T> => {
    const current = read().finally(() => {
      if (running === current) running = undefined;
    });
    running = current;
    return current;
  };
  const afterRunning = async (current: Promise<T>): Promise<T> => {
    await Promise.all([current.catch(() => undefined), sleep(gathering)]);
    next = undefined;
    return start();
  };
  return () => {
    if (!running) return start();
    next ??= afterRunning(running);
    return next;
  };
}
