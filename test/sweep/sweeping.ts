import { later } from '../../functions/core/instant.ts';
import type { Subscription } from '../../functions/core/webhook/subscription.ts';
import type { DeliverJob, FanoutJob } from '../../functions/lib/queues.ts';
import type { Store } from '../../functions/store/index.ts';
import { createSweep } from '../../functions/sweep/sweep.ts';
import { start, subscribed } from '../deliver/delivering.ts';
import { captureLog } from '../support/quiet-log.ts';
import { publicUrl } from '../support/record-fixture.ts';

/** Sweeps over one store whose doorbells are kept, with a clock that a test sets. */
export function sweepingOf(store: Store) {
  const clock = { now: start };
  const fanned: FanoutJob[] = [];
  const rung: DeliverJob[] = [];
  const queues = {
    fanout: async (jobs: FanoutJob[]) => void fanned.push(...jobs),
    deliver: async (jobs: DeliverJob[]) => void rung.push(...jobs),
  };
  const { log, lines } = captureLog();
  const another = () => createSweep({ store, queues, now: () => clock.now, log, publicUrl });
  return {
    sweep: another(),
    another,
    fanned,
    rung,
    lines,
    clock,
    pass: (ms: number) => {
      clock.now = later(clock.now, ms);
    },
    metric: (name: string) => lines.filter((line) => name in line).map((line) => line[name]),
  };
}

/** A member of its shard, which a subscription becomes when its URL is verified. */
export async function joined(store: Store, port: number, over: Partial<Subscription>): Promise<Subscription> {
  const { id } = await subscribed(store, port, { ...over, verifiedAt: null });
  return store.subscriptions.update(id, (current) => ({ ...current, verifiedAt: start }));
}
