import { join } from 'node:path';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createStore, type Store } from '../../../functions/store/index.ts';
import { createDocuments, createLocalDynamo } from '../../../infra/local/aws/clients.ts';
import { ensureTable } from '../../../infra/local/aws/table.ts';
import { startEngine } from '../../../infra/local/engine/engine.ts';
import { loadSeeds } from '../../../seeds/load.ts';
import { newDirectory } from './ending.ts';

export type Database = { client: DynamoDBDocumentClient; table: string; store: Store };

/** Runs `use` on an embedded engine of its own, over a file as on a laptop. */
export async function withDatabase<T>(use: (database: Database) => Promise<T>, parent?: string): Promise<T> {
  const directory = newDirectory(parent);
  const engine = await startEngine({ file: join(directory.path, 'database') });
  const raw = createLocalDynamo(engine.endpoint);
  try {
    const client = createDocuments(raw);
    const table = 'bench';
    await ensureTable({ raw, client }, table);
    return await use({ client, table, store: storeOn({ client, table }) });
  } finally {
    raw.destroy();
    await engine.stop();
    directory.remove();
  }
}

/** A store as another instance would have it, with nothing in memory. */
export const storeOn = ({ client, table }: Pick<Database, 'client' | 'table'>): Store =>
  createStore({ client, table, publicUrl: 'http://127.0.0.1' });

export const seeded = ({ store }: Database) => loadSeeds({ store, now: () => new Date().toISOString() });
