import { dayOf } from '../functions/core/calendar.ts';
import { type Clock, momentAfter } from '../functions/core/instant.ts';
import type { Store } from '../functions/store/index.ts';
import { foresee } from './foreseeing.ts';
import { readSeeds } from './format.ts';
import { createActs } from './load-acts.ts';
import { createCatalogue } from './load-catalogue.ts';
import { inOrderOfReference, urgedFirst } from './order.ts';
import { seedsWriter } from './planning.ts';
import { createReport, type Report } from './report.ts';
import type { Seeds } from './seed.ts';

export type LoadReport = Report & {
  /** The sequences that the load took, or null if it announced nothing. */
  sequences: { from: number; to: number } | null;
};

export type Loading = {
  store: Store;
  now: Clock;
  seeds?: Seeds;
  /** If true, it compares and reports, and writes nothing. */
  dryRun?: boolean;
  /** Called with the number of entries compared and, if needed, recorded. */
  progress?: (done: number, total: number) => void;
  /** Called once, when every State on which a document calls is on record. */
  onUrged?: () => void;
  /** Ends the load after the transaction under way; another load continues. */
  signal?: AbortSignal;
  /** Awaited before each transaction of acts, so that another's write may go first. */
  turn?: () => Promise<void>;
};

/**
 * Brings the record up to the seeds: adds what is missing, corrects what the seeds now state otherwise,
 * leaves what somebody else has revised since, and deletes nothing. It may be repeated and interrupted. One
 * change announces the whole load. Readings come last, because they say that a document lists nothing more.
 */
export async function loadSeeds(loading: Loading): Promise<LoadReport> {
  const { store, now, dryRun = false, turn } = loading;
  const seeds = loading.seeds ?? (await readSeeds());
  const context = {
    store,
    writing: { now, by: seedsWriter, quiet: true },
    dryRun,
    report: createReport(),
    turn,
  };
  const instruments = inOrderOfReference(seeds.instruments);
  const catalogue = createCatalogue(context);
  const acts = createActs(context);
  foresee(seeds, await store.record.read(({ catalogue }) => catalogue), {
    by: seedsWriter,
    ...momentAfter(undefined, now()),
  });
  const [urged, others] = urgedFirst(seeds, instruments);
  const step = steps(loading, seeds);

  await catalogue.states(seeds.states);
  await catalogue.instruments(instruments).then(() => step(instruments.length));
  await catalogue.sources(seeds.sources).then(() => step(seeds.sources.length));
  await acts(urged, step);
  loading.onUrged?.();
  await acts(others, step);
  await catalogue.readings(seeds.readings).then(() => step(seeds.readings.length));
  const sequences = dryRun ? null : await announce(store, now);
  if (!dryRun) await store.edition.refresh(dayOf(now()));
  return { ...context.report, sequences };
}

/** Counts what is done, and stops if the load is to end. */
function steps({ progress, signal }: Loading, seeds: Seeds): (count: number) => void {
  const { instruments, sources, participations, readings } = seeds;
  const total = instruments.length + sources.length + participations.length + readings.length;
  let done = 0;
  return (count) => {
    done += count;
    progress?.(done, total);
    signal?.throwIfAborted();
  };
}

/** Announces the load, including what an interrupted one took before it could say so. */
async function announce(store: Store, now: Clock): Promise<LoadReport['sequences']> {
  const { sequence } = await store.record.head();
  const from = await firstUnannounced(store, sequence);
  if (from === null) return null;
  await store.cataloguing.announceImport(from, sequence, { now, by: seedsWriter });
  return { from, to: sequence };
}

/** The first quiet change since the last announced import, or null. */
async function firstUnannounced({ changes }: Store, through: number): Promise<number | null> {
  let first: number | null = null;
  for (let after = through; after > 0; ) {
    const from = Math.max(0, after - 500);
    const page = (await Array.fromAsync(changes.list(from, after))).reverse();
    for (const { type, quiet, sequence } of page) {
      if (type === 'dataset.imported') return first;
      if (quiet) first = sequence;
    }
    after = from;
  }
  return first;
}
