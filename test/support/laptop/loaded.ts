import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dayOf } from '../../../functions/core/calendar.ts';
import type { Store } from '../../../functions/store/index.ts';
import { startLaptop } from '../../../infra/local/laptop.ts';
import { digestOfSeeds } from '../../../seeds/digest.ts';
import { readSeeds } from '../../../seeds/format.ts';
import { loadSeeds } from '../../../seeds/load.ts';
import { urgedFirst } from '../../../seeds/order.ts';
import { captureLog } from '../quiet-log.ts';
import { storeOf } from '../record-fixture.ts';
import { fillTable } from './filled.ts';
import { madeOnce } from './made-once.ts';

/**
 * A directory already loaded with the States that documents call upon, because loading the others would take
 * half a minute of processor time beside the test.
 */
export async function aLoadedDirectory(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'loaded-'));
  await loadedInto(dataDir);
  return dataDir;
}

export const loadedInto = async (dataDir: string): Promise<void> =>
  cp(await madeOnce('loaded', load), dataDir, { recursive: true });

/** Refreshes the edition too, as each laptop that starts on a copy would do first. */
async function load(dataDir: string): Promise<void> {
  await fillTable(dataDir, async (table) => {
    const store = storeOf(table);
    await loadUrged(store);
    await store.seeded.keep(await digestOfSeeds());
    await store.edition.refresh(dayOf(now()));
  });
  const laptop = await startLaptop({ dataDir, log: captureLog().log });
  await laptop.stop();
}

const now = () => new Date().toISOString();

/** Stops as a laptop's load is stopped that has come so far. */
async function loadUrged(store: Store): Promise<void> {
  const seeds = await readSeeds();
  const [participations] = urgedFirst(seeds, seeds.instruments);
  const stopping = new AbortController();
  const urged = { ...seeds, participations, readings: [] };
  const onUrged = () => stopping.abort();
  await loadSeeds({ store, now, seeds: urged, signal: stopping.signal, onUrged }).catch((error: Error) => {
    if (error !== stopping.signal.reason) throw error;
  });
}
