import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { ApiKey } from '../../core/api-key.ts';
import { Subscription } from '../../core/webhook/subscription.ts';
import { bodyIn, type Db, getBody, type Item, queryItems } from '../db.ts';
import { readHead } from '../record/head.ts';

/**
 * Partitions that are not part of the record: credentials, idempotent answers, the edition, and marks on
 * the table.
 */
const unexported = ['ASKED#', 'EDITION', 'KEY#', 'IDEMPOTENCY#', 'META'];

export const isExported = (pk: string): boolean => !unexported.some((prefix) => pk.startsWith(prefix));

const isHead = ({ pk, sk }: Item): boolean => pk === 'FEED' && sk === 'HEAD';

/** Whether an item is a lease of a sender at work. */
const isPassing = ({ sk }: Item): boolean => sk === 'SLOTS';

/** The record changed during the reading, so the items are not of one revision. */
export class RecordMoved extends Error {
  override name = 'RecordMoved';
}

/**
 * Every whole item of the record, in an order that depends on the record alone. Changes come after all else,
 * because whoever imports them then finds the subscriptions in place, and the head of the feed comes last. It
 * reads partition by partition and never holds more than a page.
 * @throws RecordMoved if a write was committed meanwhile
 */
export async function* exportItems(db: Db): AsyncGenerator<Item> {
  const before = await readHead(db);
  for (const pk of inOrder(await partitions(db))) {
    const items = queryItems(db, {
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
    });
    for await (const item of items) if (!isHead(item) && !isPassing(item)) yield item;
  }
  const after = await readHead(db);
  if (after.revision !== before.revision)
    throw new RecordMoved(`from revision ${before.revision} to ${after.revision}`);
  if (after.revision > 0) yield { pk: 'FEED', sk: 'HEAD', revision: after.revision, body: after };
}

/** Finds the partitions by a scan, because no item lists them. */
async function partitions(db: Db): Promise<string[]> {
  const found = new Set<string>();
  let from: Item | undefined;
  do {
    const page = await db.client.send(
      new ScanCommand({ TableName: db.table, ProjectionExpression: 'pk', ExclusiveStartKey: from }),
    );
    for (const { pk } of page.Items ?? []) if (isExported(String(pk))) found.add(String(pk));
    from = page.LastEvaluatedKey;
  } while (from);
  return [...found];
}

/**
 * Every subscription, also pending, disabled and gone ones. It reads the whole table, so it is for operators
 * only.
 */
export const everySubscription = (db: Db): AsyncGenerator<Subscription> =>
  everyBody(db, 'SUBSCRIPTION#', Subscription);

/** Every API key. It reads the whole table, so it is for operators only. */
export const everyKey = (db: Db): AsyncGenerator<ApiKey> => everyBody(db, 'KEY#', ApiKey);

async function* everyBody<T>(db: Db, prefix: string, schema: z.ZodType<T>): AsyncGenerator<T> {
  let from: Item | undefined;
  do {
    const page = await db.client.send(
      new ScanCommand({
        TableName: db.table,
        ConsistentRead: true,
        FilterExpression: 'begins_with(pk, :prefix) and sk = :meta',
        ExpressionAttributeValues: { ':prefix': prefix, ':meta': 'META' },
        ExclusiveStartKey: from,
      }),
    );
    for (const item of page.Items ?? []) yield bodyIn(item, schema);
    from = page.LastEvaluatedKey;
  } while (from);
}

const changes = /^CHANGE#(\d+)$/;

function inOrder(partitions: readonly string[]): string[] {
  const number = (pk: string): number => Number(changes.exec(pk)?.[1] ?? -1);
  return partitions.toSorted((a, b) => number(a) - number(b) || (a < b ? -1 : 1));
}

const Mark = z.object({ version: z.number() });

/** The schema version that a table is marked with; undefined without a mark. */
export const readSchemaVersion = async (db: Db): Promise<number | undefined> =>
  (await getBody(db, { pk: 'META', sk: 'SCHEMA' }, Mark))?.version;
