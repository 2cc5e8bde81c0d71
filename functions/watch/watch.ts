import { randomUUID } from 'node:crypto';
import { daysFailing, isLookDue, type Look } from '../core/depositary/watching/look.ts';
import { lookAt } from '../core/depositary/watching/watched.ts';
import { later, minute } from '../core/instant.ts';
import type { Catalogue } from '../core/law/holdings.ts';
import type { Log } from '../lib/log.ts';
import type { Fetch } from './fetching.ts';
import { createHost } from './host.ts';
import { type Brought, type LookDeps, lookInto, type WatchedInstrument } from './look.ts';

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
const productionBudget = 12 * minute;
/**
 * Milliseconds of a turn at a host: longer than one document may take, so that a killed holder blocks nobody
 * for long.
 */
const turn = 3 * minute;

/** A round under way: its name as a holder of turns, its start, and what it has brought so far. */
type RoundUnderway = {
  deps: WatchDeps;
  holder: string;
  begun: number;
  catalogue: Catalogue;
  looks: Map<string, Look>;
  report: WatchReport;
  progress: Round['progress'];
};

/**
 * Looks at the documents that are due, one request at a time to each host. A round that is cut short leaves
 * the rest due.
 */
export function createWatch(deps: WatchDeps): (round?: Round) => Promise<WatchReport> {
  const { store, now, log } = deps;
  return async ({ now: isAtOnce = false, progress } = {}) => {
    const begun = Date.now();
    const catalogue = await store.record.read((snapshot) => snapshot.catalogue);
    const looks = new Map((await store.looks.list()).map((one) => [one.instrument, one]));
    const began = await store.looks.began(now());
    const due = watchedOnes(catalogue).filter((watched) =>
      isLookDue(watched.id, lookAt(watched, looks.get(watched.id)), { now: now(), began, isAtOnce }),
    );
    const report: WatchReport = { due: due.length, read: 0, failed: 0, opened: 0, recorded: 0 };
    const round = { deps, holder: randomUUID(), begun, catalogue, looks, report, progress };
    const byHost = Map.groupBy(due, ({ document }) => new URL(document.url).origin);
    const ended = await Promise.allSettled(
      [...byHost].map(([origin, documents]) => visit(round, origin, documents)),
    );
    measure(log, watchedOnes(catalogue), looks, now());
    log.info('watched', { report });
    const broken = ended.find((one) => one.status === 'rejected');
    if (broken) throw broken.reason;
    return report;
  };
}

/** Looks at a host's documents one after the other, for as long as it has the turn. */
async function visit(round: RoundUnderway, origin: string, all: readonly WatchedInstrument[]): Promise<void> {
  const { deps, holder, begun } = round;
  const { store, now, signal, pause = productionPause, random = Math.random } = deps;
  const { budget = productionBudget } = deps;
  const host = createHost(origin, { ...deps, pause, random, signal });
  for (const watched of all) {
    const isLate = signal?.aborted || Date.now() - begun > budget;
    if (isLate || !(await store.looks.takeTurn(origin, holder, now(), later(now(), turn)))) break;
    const before = lookAt(watched, round.looks.get(watched.id));
    const fetched = await host.request(watched.document.url, before?.statusAsAt ? before : undefined);
    if (fetched.kind === 'stopped') break;
    const notBefore = fetched.kind === 'refused' ? host.notBefore(fetched.retryAfter) : null;
    const { catalogue } = round;
    await keep(round, await lookInto(deps, { watched, catalogue, before, notBefore }, fetched));
    if (notBefore !== null) return store.looks.pause(origin, holder, now(), notBefore);
  }
  await store.looks.endTurn(origin, holder);
}

/** Keeps what a look brought, counts it, and tells of it. */
async function keep({ deps, looks, report, progress }: RoundUnderway, brought: Brought): Promise<void> {
  const { look } = brought;
  const { instrument, statusAsAt, failure } = look;
  await deps.store.looks.put(look);
  looks.set(instrument, look);
  report[failure ? 'failed' : 'read'] += 1;
  report.opened += brought.opened;
  report.recorded += brought.recorded;
  progress?.(report.read + report.failed, report.due, instrument, look);
  deps.log.info('looked at a document', { instrument, statusAsAt, failure: failure?.why ?? null });
}

function measure(
  log: Log,
  watched: readonly WatchedInstrument[],
  looks: ReadonlyMap<string, Look>,
  at: string,
): void {
  const current = watched.flatMap((one) => lookAt(one, looks.get(one.id)) ?? []);
  log.metric('WatchHeartbeat', 1);
  log.metric('WatchDaysFailing', Math.max(0, ...current.map((one) => daysFailing(one, at))));
  log.metric('WatchLayoutsChanged', current.filter(({ failure }) => failure?.isLayout).length);
}

const watchedOnes = ({ instruments }: Catalogue): WatchedInstrument[] =>
  [...instruments.values()].filter(
    (instrument): instrument is WatchedInstrument => instrument.document !== undefined,
  );
