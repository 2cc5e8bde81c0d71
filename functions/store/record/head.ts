import { randomBytes } from 'node:crypto';
import { GetCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Instant } from '../../core/calendar.ts';
import type { Db } from '../db.ts';

/** The head of the feed, and counters of every write: the key under which answers are cached. */
export const Head = z.lazy(() =>
  z.object({
    /** The last sequence given to a change. */
    sequence: z.number().int().min(0),
    /** Counts every write that an answer could show, checks included. */
    revision: z.number().int().min(0),
    /** Random, another one with each write: tables that came apart may count to the same revision. */
    mark: z.string().optional(),
    /** The revision at which an instrument, a source or a State was last written. */
    catalogueRevision: z.number().int().min(0),
    /**
     * What each of the last writes was about, the last one last: participations as `CHN/iccpr`, separated by blanks.
     * Whoever holds an earlier revision reads no more than that anew; one that it does not reach reads all anew.
     */
    touched: z.array(z.string()).optional(),
    /** When the last write was committed. */
    committedAt: Instant.optional(),
  }),
);
export type Head = z.infer<typeof Head>;

/** The head is read with each request: it must stay small. */
const longestTouched = 600;

/** `touched` after one more write. */
export function withTouched({ touched = [] }: Head, last: readonly string[]): string[] {
  const all = [...touched, last.join(' ')];
  while (all.join('').length + 4 * all.length > longestTouched) all.shift();
  return all;
}

/** What was touched after `revision`, or null where the head does not tell. */
export function touchedSince({ revision, touched = [] }: Head, since: number): string[] | null {
  const writes = revision - since;
  if (writes > touched.length) return null;
  return touched.slice(touched.length - writes).flatMap((one) => one.split(' ').filter(Boolean));
}

export const newMark = (): string => randomBytes(9).toString('base64url');

/** Names what is on record in this table and no other. */
export const stampOf = ({ revision, mark = '' }: Head): string => `${revision} ${mark}`;

const key = { pk: 'FEED', sk: 'HEAD' };

export async function readHead({ client, table }: Db): Promise<Head> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
  return Item ? Head.parse(Item.body) : { sequence: 0, revision: 0, catalogueRevision: 0 };
}

type WriteItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

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

/** Moves the head, provided that nobody else has since it was read. */
export const moveHead = (db: Db, from: Head, to: Head): WriteItem => ({
  Put: {
    TableName: db.table,
    Item: { ...key, revision: to.revision, body: to },
    ConditionExpression: from.revision === 0 ? 'attribute_not_exists(pk)' : 'revision = :revision',
    ...(from.revision > 0 && { ExpressionAttributeValues: { ':revision': from.revision } }),
  },
});
