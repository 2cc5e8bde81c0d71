import { dayOf } from '../core/calendar.ts';
import type { Log } from '../lib/log.ts';
import type { Queues } from '../lib/queues.ts';
import type { Sweeper } from '../store/sweeper.ts';
import { createCatchUp } from './catch-up.ts';
import { createDue } from './due.ts';
import { createEffects } from './effects.ts';
import { createExpiry } from './expiry.ts';
import { createFirstAttemptSearch } from './first-attempts.ts';
import { createRemoval } from './removal.ts';
import { createSubscriptionWalk } from './subscription-walk.ts';

export type SweepDeps = {
  store: Sweeper;
  queues: Queues;
  now: () => string;
  log: Log;
  publicUrl: string;
  /** How far another process has come in loading seeds, or null; failed if it has ended. */
  loading?: () => { failed?: true } | null;
};

/** What each part of a sweep did, or why it failed. */
export type SweepReport = Record<string, number | { error: string }>;

/** Parts that send, which a copy leaves alone until its operator wakes it. */
const sending = ['firstAttempts', 'due', 'walk', 'expiry'];

/** Parts that go through the whole record, which wait until a load under way has ended. */
const ofAll = ['effects', 'edition'];

/** Does each minute's work. A part that fails is logged and does not stop the others. */
export function createSweep(deps: SweepDeps): () => Promise<SweepReport> {
  const { now, log, loading = () => null } = deps;
  const parts: Record<string, (now: string) => Promise<number>> = {
    effects: createEffects(deps),
    catchUp: createCatchUp(deps),
    firstAttempts: createFirstAttemptSearch(deps),
    due: createDue(deps),
    walk: createSubscriptionWalk(deps),
    expiry: createExpiry(deps),
    removal: createRemoval(deps),
    edition: (at) => deps.store.edition.refresh(dayOf(at)),
    mark: (at) => deps.store.walk.mark(at).then(() => 1),
  };
  return async () => {
    const report: SweepReport = {};
    const isAsleep = await deps.store.copy.isAsleep().catch((error: unknown) => {
      log.error('it is not known whether this is a copy', { error });
      return false;
    });
    const under = loading();
    const isLoading = under !== null && !under.failed;
    for (const [name, part] of Object.entries(parts)) {
      if (isAsleep && sending.includes(name)) continue;
      if (isLoading && ofAll.includes(name)) continue;
      try {
        report[name] = await part(now());
      } catch (error) {
        log.error('a part of the sweep failed', { part: name, error });
        report[name] = { error: error instanceof Error ? error.message : String(error) };
      }
    }
    log.metric('SweepHeartbeat', 1);
    log.info('swept', { report });
    return report;
  };
}
