import * as z from 'zod';
import { type Db, getBody } from '../db.ts';
import { putItem } from '../writes.ts';

const key = { pk: 'META', sk: 'SEEDS' };
const Mark = z.object({ digest: z.string() });

/**
 * The checksum of the seeds last loaded in full, because the same need not be compared again. It is not part
 * of the record.
 */
export const createSeeded = (db: Db) => ({
  digest: async (): Promise<string | null> => (await getBody(db, key, Mark))?.digest ?? null,
  keep: (digest: string): Promise<void> => putItem(db, { ...key, body: { digest } }),
});
