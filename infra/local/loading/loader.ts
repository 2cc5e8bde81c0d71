import { setTimeout as sleep } from 'node:timers/promises';
import { later } from '../../../functions/core/instant.ts';
import { createStore } from '../../../functions/store/index.ts';
import { type LoadReport, loadSeeds } from '../../../seeds/load.ts';
import { createDocuments, createLocalDynamo } from '../aws/clients.ts';

/** The table to load into, and the instant from which the loader's clock runs. */
export type LoadRequest = { endpoint: string; table: string; publicUrl: string; now: string };

/** To wait before the next transaction, to go on, or to end. */
export type LoaderCommand = 'wait' | 'go' | 'end';

/**
 * What the loader tells: its progress, that every State with a call is on record, its result, or why it
 * failed.
 */
export type LoaderMessage =
  | { done: number; of: number }
  | { isPast: 'urged' }
  | { report: LoadReport }
  | { failed: string };

const ending = new AbortController();

/** Milliseconds that one transaction waits at most, because a stream of writes must not stop the load. */
const longestWait = 1000;
let going: PromiseWithResolvers<void> | undefined;
const turn = async (): Promise<void> =>
  going && Promise.race([going.promise, sleep(longestWait, undefined, { ref: false })]);

function obey(command: LoaderCommand): void {
  if (command === 'end') ending.abort();
  if (command === 'wait') going ??= Promise.withResolvers();
  else {
    going?.resolve();
    going = undefined;
  }
}

async function load({ endpoint, table, publicUrl, now: from }: LoadRequest): Promise<LoadReport> {
  const began = performance.now();
  return loadSeeds({
    store: createStore({ client: createDocuments(createLocalDynamo(endpoint)), table, publicUrl }),
    now: () => later(from, performance.now() - began),
    progress: (done, of) => say({ done, of }),
    onUrged: () => say({ isPast: 'urged' }),
    signal: ending.signal,
    turn,
  });
}

function say(said: LoaderMessage, andThen?: () => void): void {
  process.send?.(said, undefined, undefined, andThen);
}

function run(request: LoadRequest): void {
  const end = () => process.disconnect();
  load(request).then(
    (report) => say({ report }, end),
    (error: Error) => say({ failed: error.message }, end),
  );
}

/** Ignores Ctrl+C, which goes to both processes; the laptop tells this one when to end, or is gone. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.once('disconnect', () => process.exit());
process.once('message', (request: LoadRequest) => {
  process.on('message', obey);
  run(request);
});
