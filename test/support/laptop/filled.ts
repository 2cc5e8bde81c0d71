import { join } from 'node:path';
import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { backfillRosters } from '../../../functions/store/copy/backfill.ts';
import { schema } from '../../../functions/store/schema.ts';
import { createDocuments, createLocalDynamo, createStreams } from '../../../infra/local/aws/clients.ts';
import { ensureTable } from '../../../infra/local/aws/table.ts';
import { startEngine } from '../../../infra/local/engine/engine.ts';
import type { TestTable } from '../engine/table.ts';

/** Opens the table of a laptop's directory without a laptop. */
export async function openTable(directory: string): Promise<{ table: TestTable; end: () => Promise<void> }> {
  const { endpoint, stop } = await startEngine({ file: join(directory, 'tracker.db') });
  const raw = createLocalDynamo(endpoint);
  const client = createDocuments(raw);
  const name = 'tracker';
  await ensureTable({ raw, client }, name);
  const end = async () => {
    raw.destroy();
    await stop();
  };
  return { table: { raw, client, name, endpoint, streams: () => createStreams(endpoint) }, end };
}

/**
 * Fills the table of a new directory. None of it is in the stream, because each laptop that starts on a copy would read
 * that first.
 */
export async function fillTable<R>(directory: string, fill: (table: TestTable) => Promise<R>): Promise<R> {
  const { table, end } = await openTable(directory);
  const stream = (StreamSpecification: { StreamEnabled: boolean; StreamViewType?: typeof schema.stream }) =>
    table.raw.send(new UpdateTableCommand({ TableName: table.name, StreamSpecification }));
  try {
    await stream({ StreamEnabled: false });
    await backfillRosters({ client: table.client, table: table.name });
    const filled = await fill(table);
    await stream({ StreamEnabled: true, StreamViewType: schema.stream });
    return filled;
  } finally {
    await end();
  }
}
