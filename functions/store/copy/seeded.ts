import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type Db, getBody } from '../db.ts';

const key = { pk: 'META', sk: 'SEEDS' };
const Mark = z.object({ digest: z.string() });

/**
 * The checksum of the seeds last loaded in full, because the same need not be compared again. It is not part
 * of the record.
 */
export const createSeeded = (db: Db) => ({
  digest: async (): Promise<string | null> => (await getBody(db, key, Mark))?.digest ?? null,
  keep: async (digest: string): Promise<void> => {
    const Item = { ...key, body: { digest } };
    await db.client.send(new PutCommand({ TableName: db.table, Item }));
  },
});
