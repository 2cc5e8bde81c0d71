import { isDeepStrictEqual } from 'node:util';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type Db, getBody, type Item } from '../db.ts';
import { moveHead, newMark, readHead } from '../record/head.ts';
import { schemaVersion } from '../schema.ts';
import { isExported } from './export.ts';

/** Whether the table holds nothing of a record; keys and marks do not count. */
export async function isEmpty({ client, table }: Db): Promise<boolean> {
  let from: Item | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: table, ProjectionExpression: 'pk', ExclusiveStartKey: from }),
    );
    if (page.Items?.some(({ pk }) => isExported(String(pk)))) return false;
    from = page.LastEvaluatedKey;
  } while (from);
  return true;
}

const markKey = { pk: 'META', sk: 'IMPORT' };
const Mark = z.object({ checksum: z.string(), startedAt: z.string() });

/** The import that was begun and not finished, if there is one. */
export const unfinishedImport = (db: Db) => getBody(db, markKey, Mark);

/** Marks the table, so that an interrupted import is recognised and only the same file can finish it. */
export async function beginImport({ client, table }: Db, checksum: string, now: string): Promise<void> {
  const body = { checksum, startedAt: now };
  await client.send(new PutCommand({ TableName: table, Item: { ...markKey, body } }));
  await markSchemaVersion({ client, table });
}

/** Marks the table with the version that it is written in, so that a program of another one recognises it. */
export async function markSchemaVersion({ client, table }: Db): Promise<void> {
  const Item = { pk: 'META', sk: 'SCHEMA', body: { version: schemaVersion } };
  await client.send(new PutCommand({ TableName: table, Item }));
}

export async function endImport({ client, table }: Db): Promise<void> {
  await client.send(new DeleteCommand({ TableName: table, Key: markKey }));
}

/** `added`, or `same` where it was there already; `other` where something else stands there, which is left. */
export type Imported = 'added' | 'same' | 'other';

/** Puts an item where none is, or over an earlier version of it. */
export async function importItem(db: Db, item: Item): Promise<Imported> {
  try {
    await db.client.send(new PutCommand({ TableName: db.table, Item: item, ...unlessNewer(item) }));
    return 'added';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const Key = { pk: item.pk, sk: item.sk };
    const found = await db.client.send(new GetCommand({ TableName: db.table, Key, ConsistentRead: true }));
    return isDeepStrictEqual(found.Item, item) ? 'same' : 'other';
  }
}

type Condition = Pick<
  PutCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/** What is revised in place counts its versions; all else is immutable. */
function unlessNewer(item: Item): Condition {
  const [member, version] =
    typeof item.revision === 'number' ? ['revision', item.revision] : ['version', item.body?.version];
  if (typeof version !== 'number') return { ConditionExpression: 'attribute_not_exists(pk)' };
  const path = member === 'revision' ? '#member' : 'body.#member';
  return {
    ConditionExpression: `attribute_not_exists(pk) or ${path} < :version`,
    ExpressionAttributeNames: { '#member': member },
    ExpressionAttributeValues: { ':version': version },
  };
}

/** Moves the head's revision and not the feed, so that every instance reads the record anew. */
export async function announceMerge(db: Db): Promise<void> {
  const head = await readHead(db);
  const revision = head.revision + 1;
  const { Put } = moveHead(db, head, {
    ...head,
    revision,
    mark: newMark(),
    catalogueRevision: revision,
    touched: [],
  });
  if (Put) await db.client.send(new PutCommand(Put));
}
