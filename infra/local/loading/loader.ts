import { later } from '../../../functions/core/instant.ts';
import { createStore } from '../../../functions/store/index.ts';
import { type LoadReport, loadSeeds } from '../../../seeds/load.ts';
import { createDocuments, createDynamo } from '../aws/clients.ts';

/** The table to load into, and the instant from which the loader's clock goes on. */
export type Errand = { endpoint: string; table: string; publicUrl: string; now: string };

/** How far the load is, that it has passed the States upon which documents call, what came of it or why nothing did. */
export type Said =
  | { done: number; of: number }
  | { isPast: 'urged' }
  | { report: LoadReport }
  | { failed: string };

const ending = new AbortController();

async function load({ endpoint, table, publicUrl, now: from }: Errand): Promise<LoadReport> {
  const began = performance.now();
  return loadSeeds({
    store: createStore({ client: createDocuments(createDynamo(endpoint)), table, publicUrl }),
    now: () => later(from, performance.now() - began),
    progress: (done, of) => say({ done, of }),
    onUrged: () => say({ isPast: 'urged' }),
    signal: ending.signal,
  });
}

function say(said: Said, andThen?: () => void): void {
  process.send?.(said, undefined, undefined, andThen);
}

function run(errand: Errand): void {
  const end = () => process.disconnect();
  load(errand).then(
    (report) => say({ report }, end),
    (error: Error) => say({ failed: error.message }, end),
  );
}

/** Ctrl+C goes to both processes: the laptop tells this one when to end, or is gone. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.once('disconnect', () => process.exit());
process.once('message', (errand: Errand) => {
  process.once('message', () => ending.abort());
  run(errand);
});
