import { later, minute } from '../../functions/core/instant.ts';
import { shardCount } from '../../functions/core/webhook/subscription.ts';
import { jobsEvent } from '../support/jobs.ts';
import type { Doorbell } from './doorbells.ts';
import type { Service } from './service.ts';

/** What time does to a service: doorbells are answered, and every minute with something due is swept. */
export function timeOf(service: Service, subscriptions: readonly string[]) {
  const { clock, doorbells, take, sweep, stream } = service;
  const answer = async (doorbell: Doorbell): Promise<void> => {
    const { batchItemFailures } = await take[doorbell.queue](jobsEvent([doorbell.job]));
    if (batchItemFailures.length === 0) doorbells.remove(doorbell);
  };
  /** Answers every doorbell that is due. */
  const drain = async (): Promise<void> => {
    for (let heard = doorbells.receive(); heard.length > 0; heard = doorbells.receive())
      await Promise.all(heard.map(answer));
  };
  const settle = async (): Promise<void> => {
    await stream();
    await drain();
  };
  const pass = (ms: number): void => {
    clock.now = later(clock.now, ms);
  };
  /** Lets time pass to an instant, doing everything at its own time. */
  const until = async (end: string): Promise<void> => {
    await settle();
    for (;;) {
      const at = await nextWork(service, subscriptions);
      if (at === null || at > end) break;
      clock.now = at;
      if (Date.parse(at) % minute === 0) await sweep();
      await drain();
    }
    clock.now = end;
  };
  /** As many sweeps, a minute apart, as a round through all shards takes. */
  const round = async (): Promise<void> => {
    for (let shard = 0; shard < shardCount; shard++) {
      await sweep();
      await settle();
      pass(minute);
    }
  };
  return { drain, settle, pass, until, round };
}

/** The next instant with work: a doorbell's, or the minute whose sweep finds a row. */
async function nextWork(
  { store, doorbells, clock: { now } }: Service,
  subscriptions: readonly string[],
): Promise<string | null> {
  const doorbell = doorbells.next();
  const found = doorbell === null ? [] : [doorbell];
  for (const subscription of subscriptions)
    for await (const row of store.deliveries.list(subscription)) {
      const due = row.status === 'pending' ? (row.claim?.until ?? row.nextAttemptAt) : null;
      if (due) found.push(minuteAfter(due > now ? due : later(now, 1)));
    }
  return found.sort()[0] ?? null;
}

const minuteAfter = (at: string): string =>
  new Date(Math.ceil(Date.parse(at) / minute) * minute).toISOString();
