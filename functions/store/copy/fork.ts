import { randomBytes } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Instant } from '../../core/calendar.ts';
import { Fork } from '../../core/ids.ts';
import { type Db, getBody, putIf } from '../db.ts';

/** Marks a table that was made from the items of another: what is committed in it bears ids of its own. */
const Copy = z.lazy(() =>
  z.object({
    fork: Fork,
    madeAt: Instant,
    /** Null as long as nothing is sent from it. */
    wokenAt: Instant.nullable(),
  }),
);
export type Copy = z.infer<typeof Copy>;

const key = { pk: 'META', sk: 'COPY' };

export const readCopy = (db: Db): Promise<Copy | undefined> => getBody(db, key, Copy);

/** Marks a table as a copy that sleeps; one that is marked stays as it is, unless it is a copy of that. */
export async function markCopy(db: Db, now: string, isAnew = false): Promise<void> {
  const body: Copy = { fork: `f${randomBytes(3).toString('hex')}`, madeAt: now, wokenAt: null };
  await putIf(db, { ...key, body }, isAnew ? {} : { ConditionExpression: 'attribute_not_exists(pk)' });
}

/** Lets a copy send; whether it slept. */
export async function wakeCopy(db: Db, now: string): Promise<boolean> {
  const copy = await readCopy(db);
  if (!copy || copy.wokenAt !== null) return false;
  await db.client.send(
    new UpdateCommand({
      TableName: db.table,
      Key: key,
      UpdateExpression: 'set body.wokenAt = :now',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':now': now },
    }),
  );
  return true;
}

const forks = new WeakMap<Db, Promise<string | undefined>>();

/** What ids of changes end with, asked once: a table that is served becomes no copy. */
export function forkOf(db: Db): Promise<string | undefined> {
  const known = forks.get(db) ?? readCopy(db).then((copy) => copy?.fork);
  forks.set(db, known);
  known.catch(() => forks.delete(db));
  return known;
}

export const createCopy = (db: Db) => ({
  fork: () => forkOf(db),
  /** Whether it is a copy whose operator has not let it send. */
  isAsleep: async (): Promise<boolean> =>
    (await forkOf(db)) !== undefined && (await readCopy(db))?.wokenAt === null,
});
