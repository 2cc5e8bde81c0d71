import { randomUUID } from 'node:crypto';
import { daysFailing, firstDue, type Look } from '../core/depositary/watching/look.ts';
import { lookAt } from '../core/depositary/watching/watched.ts';
import type { Catalogue } from '../core/law/holdings.ts';
import type { Fetch } from './fetching.ts';
import { createHost } from './host.ts';
import { createLook, type LookDeps, type WatchedInstrument } from './look.ts';

export type WatchDeps = LookDeps & {
  fetch: Fetch;
  /** The `User-Agent`. */
  agent: string;
  /** Milliseconds between two requests to a host. */
  pause?: number;
  /** Milliseconds after which no further document is begun. */
  budget?: number;
  random?: () => number;
  /** No further document is begun once it aborts. */
  signal?: AbortSignal;
};

export type Round = {
  /** Also looks at what is not due, except pages read in the last 20 hours. */
  now?: boolean;
  progress?: (done: number, of: number, instrument: string, look: Look) => void;
};

export type WatchReport = { due: number; read: number; failed: number; opened: number; recorded: number };

const productionPause = 5000;
const productionBudget = 12 * 60_000;
/**
 * Milliseconds of a turn at a host: longer than one document may take, so that a killed holder blocks nobody
 * for long.
 */
const turn = 3 * 60_000;
const restAfterRead = 20 * 3_600_000;

/**
 * Looks at the documents that are due, one request at a time to each host. A round that is cut short leaves
 * the rest due.
 */
export function createWatch(deps: WatchDeps): (round?: Round) => Promise<WatchReport> {
  const { store, now, log, pause = productionPause, budget = productionBudget, random = Math.random } = deps;
  const look = createLook(deps);

  return async ({ now: isNow = false, progress } = {}) => {
    const begun = Date.now();
    const holder = randomUUID();
    const catalogue = await store.record.read((snapshot) => snapshot.catalogue);
    const looks = new Map((await store.looks.list()).map((one) => [one.instrument, one]));
    const due = await dueOnes(catalogue, looks, isNow);
    const report: WatchReport = { due: due.length, read: 0, failed: 0, opened: 0, recorded: 0 };
    const byHost = Map.groupBy(due, ({ document }) => new URL(document.url).origin);
    let done = 0;

    const round = async (origin: string, documents: readonly WatchedInstrument[]): Promise<void> => {
      const rules = { ...deps, pause, random, signal: deps.signal };
      const host = createHost(origin, rules);
      for (const watched of documents) {
        const isLate = deps.signal?.aborted || Date.now() - begun > budget;
        if (isLate || !(await store.looks.takeTurn(origin, holder, now(), later(now(), turn)))) break;
        const before = lookAt(watched, looks.get(watched.id));
        const fetched = await host.ask(watched.document.url, before?.statusAsAt ? before : undefined);
        if (fetched.kind === 'stopped') break;
        const isRefused = fetched.kind === 'refused';
        const notBefore = isRefused ? host.notBefore(fetched.retryAfter) : null;
        const brought = await look(watched, catalogue, fetched, before, notBefore);
        await store.looks.put(brought.look);
        looks.set(watched.id, brought.look);
        count(report, brought);
        done += 1;
        progress?.(done, due.length, watched.id, brought.look);
        const { failure, statusAsAt } = brought.look;
        log.info('looked at a document', {
          instrument: watched.id,
          statusAsAt,
          failure: failure?.why ?? null,
        });
        if (notBefore !== null) return store.looks.pause(origin, holder, now(), notBefore);
      }
      await store.looks.endTurn(origin, holder);
    };

    const ended = await Promise.allSettled(
      [...byHost].map(([origin, documents]) => round(origin, documents)),
    );
    const broken = ended.find((one) => one.status === 'rejected');
    tell(watchedOnes(catalogue), looks, now());
    log.info('watched', { report });
    if (broken) throw broken.reason;
    return report;
  };

  async function dueOnes(catalogue: Catalogue, looks: ReadonlyMap<string, Look>, isNow: boolean) {
    const began = await store.looks.began(now());
    return watchedOnes(catalogue).filter((watched) => {
      const last = lookAt(watched, looks.get(watched.id));
      if (!last) return isNow || firstDue(watched.id, began) <= now();
      const isRested = last.failures > 0 || Date.parse(now()) - Date.parse(last.askedAt) > restAfterRead;
      return last.dueAt <= now() || (isNow && isRested);
    });
  }

  function tell(watched: readonly WatchedInstrument[], looks: ReadonlyMap<string, Look>, at: string): void {
    const current = watched.flatMap((one) => lookAt(one, looks.get(one.id)) ?? []);
    log.metric('WatchHeartbeat', 1);
    log.metric('WatchDaysFailing', Math.max(0, ...current.map((one) => daysFailing(one, at))));
    log.metric('WatchLayoutsChanged', current.filter(({ failure }) => failure?.isLayout).length);
  }
}

const watchedOnes = ({ instruments }: Catalogue): WatchedInstrument[] =>
  [...instruments.values()].filter(
    (instrument): instrument is WatchedInstrument => instrument.document !== undefined,
  );

function count(
  report: WatchReport,
  { look, opened, recorded }: { look: Look; opened: number; recorded: number },
): void {
  report[look.failure ? 'failed' : 'read'] += 1;
  report.opened += opened;
  report.recorded += recorded;
}

const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();
