import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStore } from '../../../functions/store/index.ts';
import { createDocuments, createLocalDynamo } from '../../../infra/local/aws/clients.ts';
import { readEndpoints } from '../../../infra/local/aws/endpoints.ts';
import { startLaptop } from '../../../infra/local/laptop.ts';
import { digestOfSeeds } from '../../../seeds/digest.ts';
import { captureLog } from '../quiet-log.ts';
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

async function load(dataDir: string): Promise<void> {
  const laptop = await startLaptop({ dataDir, log: captureLog().log });
  await laptop.stopLoading();
  const { dynamodb = '', table = '' } = (await readEndpoints(dataDir)) ?? {};
  const raw = createLocalDynamo(dynamodb);
  const store = createStore({ client: createDocuments(raw), table, publicUrl: laptop.url });
  await store.seeded.keep(await digestOfSeeds());
  raw.destroy();
  await laptop.stop();
}
