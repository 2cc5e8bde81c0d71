import { msBetween, second } from '../core/instant.ts';
import type { DeliverDeps } from './deps.ts';

const knownFor = 30 * second;

/** Whether this is a copy of a record that its operator has not let send. Its deliveries stay as they are. */
export function createSleep({ store, now, log }: DeliverDeps): () => Promise<boolean> {
  let known: { isAsleep: boolean; at: string } | undefined;
  return async () => {
    const at = now();
    if (known && msBetween(known.at, at) >= 0 && msBetween(known.at, at) < knownFor) return known.isAsleep;
    known = { isAsleep: await store.copy.isAsleep(), at };
    if (known.isAsleep) log.warn('a copy sends nothing until its operator wakes it: ops subscriptions wake');
    return known.isAsleep;
  };
}
