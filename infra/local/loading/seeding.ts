import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Clock } from '../../../functions/core/instant.ts';
import type { LoadingProgress } from '../../../functions/lib/http/middleware/incomplete.ts';
import type { Log } from '../../../functions/lib/log.ts';
import type { Store } from '../../../functions/store/index.ts';
import { digestOfSeeds } from '../../../seeds/digest.ts';
import type { LoadReport } from '../../../seeds/load.ts';
import type { LoaderCommand, LoaderMessage, LoadRequest } from './loader.ts';

type LoadProgress = Pick<LoadingProgress, 'done' | 'of'>;

export type Seeding = {
  /** The load's progress, also after it has failed; null once all is on record, or the load was stopped. */
  loading: () => LoadingProgress | null;
  /** Lets a write go before the load, which would otherwise win the head again and again. */
  letPass: <T>(write: () => Promise<T>) => Promise<T>;
  /** Ends the load after the transaction under way; the next start continues it. */
  stop: () => Promise<void>;
};

type Place = Pick<LoadRequest, 'endpoint' | 'table' | 'publicUrl'>;
type Context = { store: Store; at: Place; now: Clock; log: Log };

/**
 * Brings the record up to the seeds, unless these were loaded before. It returns once every State with an urging
 * is on record; the others follow in the background.
 */
export async function seed({ store, at, now, log }: Context): Promise<Seeding> {
  const digest = await digestOfSeeds();
  if ((await store.seeded.digest()) === digest) {
    log.info('Seeds were loaded before');
    return { loading: () => null, letPass: (write) => write(), stop: async () => {} };
  }
  let isStopping = false;
  let far: LoadingProgress | null = { done: 0, of: 0 };
  const tell = createTelling(log);
  const load = loadApart({ ...at, now: now() }, (progress) => {
    far = progress;
    tell(progress);
  });
  const whole = load.report.then(async (report) => {
    await store.seeded.keep(digest);
    tellOf(report, log);
  });
  await Promise.race([load.urged, whole]);
  const ended = whole
    .then(() => null)
    .catch((error: unknown) => {
      if (isStopping) return null;
      log.error('Not all seeds could be loaded; the next start goes on', { error });
      return far && { ...far, failed: true as const };
    })
    .then((left) => {
      far = left;
    });
  const stop = async () => {
    isStopping = true;
    load.tell('end');
    await ended;
  };
  return { loading: () => far, letPass: lettingPass(load.tell), stop };
}

/** Has a load wait while any write is under way. */
function lettingPass(tell: (command: 'wait' | 'go') => void): Seeding['letPass'] {
  let passing = 0;
  return async (write) => {
    passing += 1;
    if (passing === 1) tell('wait');
    try {
      return await write();
    } finally {
      passing -= 1;
      if (passing === 0) tell('go');
    }
  };
}

/**
 * Loads in a process of its own, because a load takes more memory than anything else and only an ending
 * process gives it back. A small young generation makes that 210 MB instead of 320, in the same time
 * (November 2026). Rejects if the process fails, or ends without a result.
 */
function loadApart(request: LoadRequest, onProgress: (progress: LoadProgress) => void) {
  const loader = fork(new URL('process.ts', import.meta.url), {
    execArgv: ['--max-semi-space-size=4'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const urged = Promise.withResolvers<void>();
  const report = Promise.withResolvers<LoadReport>();
  loader.on('message', (said: LoaderMessage) => {
    if ('report' in said) report.resolve(said.report);
    else if ('failed' in said) report.reject(new Error(said.failed));
    else if ('isPast' in said) urged.resolve();
    else onProgress(said);
  });
  loader.once('error', report.reject);
  const exited = once(loader, 'exit').then(([code, signal]) =>
    report.reject(new Error(`The process that loads them ended with ${signal ?? code}`)),
  );
  loader.send(request);
  const whole = report.promise.finally(() => exited);
  const tell = (command: LoaderCommand) => loader.connected && loader.send(command);
  return { urged: urged.promise, report: whole, tell };
}

function tellOf({ leftAlone, ...report }: LoadReport, log: Log): void {
  log.info('Seeds are loaded', { ...report, leftAlone: leftAlone.length });
  for (const { seed, why } of leftAlone) log.warn('A seed was left alone', { seed, why });
}

/** Logs a load's progress at each fifth. */
function createTelling(log: Log): (at: LoadProgress) => void {
  let told = 0;
  return ({ done, of }) => {
    const fifth = Math.floor((5 * done) / Math.max(of, 1));
    if (fifth > told && fifth < 5) log.info('Seeds are being loaded', { done, of });
    told = fifth;
  };
}
