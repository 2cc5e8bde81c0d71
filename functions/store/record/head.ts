import * as z from 'zod';
import { Instant } from '../../core/calendar.ts';
import { type Db, getBody } from '../db.ts';
import type { WriteItem } from '../writes.ts';

/** The head of the feed, with counters of writes under which answers are cached. */
export const Head = z.lazy(() =>
  z.object({
    /** The sequence of the last change. */
    sequence: z.number().int().min(0),
    /** Counts every write that an answer could show, checks included. */
    revision: z.number().int().min(0),
    /**
     * A random mark of the last write, because two tables restored from one may count to the same revision.
     */
    mark: z.string().optional(),
    /** The revision at which an instrument, a source or a State was last written. */
    catalogueRevision: z.number().int().min(0),
    /**
     * What each of the last writes touched, the latest last: participations as `CHN/iccpr`, separated by
     * blanks. An instance at a revision within this list reads only those again, one at an earlier revision
     * everything.
     */
    touched: z.array(z.string()).optional(),
    /** When the last write was committed. */
    committedAt: Instant.optional(),
  }),
);
export type Head = z.infer<typeof Head>;

/** Characters of `touched` at most, because every request reads the head. */
const longestTouched = 600;

/** `touched` after one more write. */
export function withTouched({ touched = [] }: Head, last: readonly string[]): string[] {
  const all = [...touched, last.join(' ')];
  while (all.join('').length + 4 * all.length > longestTouched) all.shift();
  return all;
}

/** What was touched after `since`, or null if the list does not reach back so far. */
export function touchedSince({ revision, touched = [] }: Head, since: number): string[] | null {
  const writes = revision - since;
  if (writes > touched.length) return null;
  return touched.slice(touched.length - writes).flatMap((one) => one.split(' ').filter(Boolean));
}

/** Names the state of the record in this table, unlike that of any other table. */
export const stampOf = ({ revision, mark = '' }: Head): string => `${revision} ${mark}`;

const key = { pk: 'FEED', sk: 'HEAD' };

export const readHead = async (db: Db): Promise<Head> =>
  (await getBody(db, key, Head)) ?? { sequence: 0, revision: 0, catalogueRevision: 0 };

/** Fails its transaction if another change was committed since the head was read. */
export const holdHead = (db: Db, { sequence }: Head): WriteItem => ({
  ConditionCheck: {
    TableName: db.table,
    Key: key,
    ...(sequence === 0
      ? { ConditionExpression: 'attribute_not_exists(pk) or body.#sequence = :sequence' }
      : { ConditionExpression: 'body.#sequence = :sequence' }),
    ExpressionAttributeNames: { '#sequence': 'sequence' },
    ExpressionAttributeValues: { ':sequence': sequence },
  },
});

/** Moves the head, unless somebody else has since it was read. */
export const moveHead = (db: Db, from: Head, to: Head): WriteItem => ({
  Put: {
    TableName: db.table,
    Item: { ...key, revision: to.revision, body: to },
    ConditionExpression: from.revision === 0 ? 'attribute_not_exists(pk)' : 'revision = :revision',
    ...(from.revision > 0 && { ExpressionAttributeValues: { ':revision': from.revision } }),
  },
});
