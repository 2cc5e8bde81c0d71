import type { Log } from '../lib/log.ts';
import type { Store } from '../store/index.ts';
import { createEffects } from './effects.ts';

export type SweepDeps = { store: Store; now: () => string; log: Log };

/** What each part of a sweep did, or why it could not. */
export type SweepReport = Record<string, number | { error: string }>;

/** The work of each minute. A part that fails is logged and does not stop the others. */
export function createSweep(deps: SweepDeps): () => Promise<SweepReport> {
  const { now, log } = deps;
  const parts: Record<string, (now: string) => Promise<number>> = {
    effects: createEffects(deps),
  };
  return async () => {
    const report: SweepReport = {};
    for (const [name, part] of Object.entries(parts)) {
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
