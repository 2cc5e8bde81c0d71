import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { inject } from 'vitest';
import type { Sealer } from '../../../functions/store/api-keys.ts';
import type { Store } from '../../../functions/store/index.ts';
import { createStore } from '../../../functions/store/index.ts';
import { createDocuments, createLocalDynamo } from '../../../infra/local/aws/clients.ts';
import { readEndpoints } from '../../../infra/local/aws/endpoints.ts';
import { masterSecretIn } from '../../../infra/local/data-directory.ts';
import { type Laptop, startLaptop } from '../../../infra/local/laptop.ts';
import { atEnd } from '../endings.ts';
import { captureLog } from '../quiet-log.ts';
import { sealedByFile } from '../sealing.ts';
import { aLoadedDirectory } from './loaded.ts';

export type TestLaptop = Laptop & {
  port: number;
  dataDir: string;
  /** Its table, read and written beside it. */
  store: Store;
  /** Seals keys as the laptop does. */
  seal: Sealer;
  /** The lines that it logged. */
  lines: Record<string, unknown>[];
};

/**
 * The whole system with the seeds of States that documents call upon, on a port, a directory and a table of
 * its own, until the test file ends. With a clock of its own it loads them by that.
 */
export async function aLaptop(now?: () => string): Promise<TestLaptop> {
  const given = inject('isGiven') && {
    dynamodbEndpoint: inject('dynamodbEndpoint'),
    table: `test-${randomUUID()}`,
  };
  const dataDir = given || now ? await mkdtemp(join(tmpdir(), 'laptop-')) : await aLoadedDirectory();
  const { log, lines } = captureLog();
  const laptop = await startLaptop({ dataDir, log, ...given, ...(now && { now }) });
  await laptop.stopLoading();
  const endpoints = await readEndpoints(dataDir);
  if (!endpoints) throw new Error('the laptop has not said where it is');
  const raw = createLocalDynamo(endpoints.dynamodb);
  atEnd(async () => {
    await laptop.stop();
    if (given) await raw.send(new DeleteTableCommand({ TableName: given.table }));
    raw.destroy();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  const store = createStore({
    client: createDocuments(raw),
    table: endpoints.table,
    publicUrl: laptop.url,
  });
  return {
    ...laptop,
    port: Number(new URL(laptop.url).port),
    dataDir,
    store,
    seal: sealedByFile(masterSecretIn(dataDir)),
    lines,
  };
}
