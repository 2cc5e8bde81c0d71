import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { Instant } from '../../core/calendar.ts';
import { Fork } from '../../core/ids.ts';
import { type Db, getBody } from '../db.ts';
import { putIf, updateItem } from '../writes.ts';

/** The mark of a table that was made from another's items, and whose changes bear ids of their own. */
const Copy = z.lazy(() =>
  z.object({
    fork: Fork,
    madeAt: Instant,
    /** Null until the operator lets the copy send. */
    wokenAt: Instant.nullable(),
  }),
);
export type Copy = z.infer<typeof Copy>;

const key = { pk: 'META', sk: 'COPY' };

export const readCopy = (db: Db): Promise<Copy | undefined> => getBody(db, key, Copy);

/**
 * Marks a table as a copy that sends nothing. An existing mark stays, unless `isAnew` says that this is a
 * copy of the copy.
 */
export async function markCopy(db: Db, now: string, isAnew = false): Promise<void> {
  const body: Copy = { fork: `f${randomBytes(3).toString('hex')}`, madeAt: now, wokenAt: null };
  await putIf(db, { ...key, body }, isAnew ? {} : { ConditionExpression: 'attribute_not_exists(pk)' });
}

/** Lets a copy send; false if it did already. */
export async function wakeCopy(db: Db, now: string): Promise<boolean> {
  const copy = await readCopy(db);
  if (!copy || copy.wokenAt !== null) return false;
  await updateItem(db, key, {
    UpdateExpression: 'set body.wokenAt = :now',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: { ':now': now },
  });
  return true;
}

const forks = new WeakMap<Db, Promise<string | undefined>>();

/**
 * The mark that ids of changes end with. It is read once, because a table in service never becomes a copy.
 */
export function forkOf(db: Db): Promise<string | undefined> {
  const known = forks.get(db) ?? readCopy(db).then((copy) => copy?.fork);
  forks.set(db, known);
  known.catch(() => forks.delete(db));
  return known;
}

export const createCopy = (db: Db) => ({
  fork: () => forkOf(db),
  /** Whether the table is a copy that its operator has not let send yet. */
  isAsleep: async (): Promise<boolean> =>
    (await forkOf(db)) !== undefined && (await readCopy(db))?.wokenAt === null,
});
