import { isDeepStrictEqual } from 'node:util';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { PutCommand, ScanCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type Db, getBody, getItem, getItems, type Item, type Key, newMark } from '../db.ts';
import { discardEdition } from '../edition/writing.ts';
import { moveHead, readHead } from '../record/head.ts';
import { schemaVersion } from '../schema.ts';
import { deleteItem, putItem, unlessRefused, type WriteCondition } from '../writes.ts';
import { isExported } from './export.ts';

/** Whether the table holds nothing of a record; keys and marks do not count. */
export async function isEmptyTable({ client, table }: Db): Promise<boolean> {
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

/** The import that was begun and not finished, or undefined. */
export const unfinishedImport = (db: Db) => getBody(db, markKey, Mark);

/** Marks the table, so that an interrupted import is recognised and only the same file can finish it. */
export async function beginImport(db: Db, checksum: string, now: string): Promise<void> {
  await discardEdition(db);
  await putItem(db, { ...markKey, body: { checksum, startedAt: now } });
  await markSchemaVersion(db);
}

/**
 * Marks the table with the schema version that it is written in, so that a program of another version refuses
 * it.
 */
export const markSchemaVersion = (db: Db): Promise<void> =>
  putItem(db, { pk: 'META', sk: 'SCHEMA', body: { version: schemaVersion } });

export const endImport = (db: Db): Promise<void> => deleteItem(db, markKey);

/** `same`: it was there already. `other`: something else is there, and was left. */
export type Imported = 'added' | 'same' | 'other';

/** How many items one transaction takes. */
export const mostImportedAtOnce = 100;

/**
 * Puts items in free places, or over earlier versions of themselves, and answers each one's outcome. They are
 * written in one transaction, which takes a hundredth of the time; if that is refused, each is judged alone.
 */
export async function importItems(db: Db, items: readonly Item[]): Promise<Imported[]> {
  const TransactItems = items.map((Item) => ({ Put: { TableName: db.table, Item, ...unlessNewer(Item) } }));
  try {
    await db.client.send(new TransactWriteCommand({ TransactItems }));
    return items.map(() => 'added');
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    return importBeside(db, items);
  }
}

/** Imports the rest after leaving out what is there already just as in the file. */
async function importBeside(db: Db, items: readonly Item[]): Promise<Imported[]> {
  const found = await getItems(db, items.map(keyOf));
  const there = new Map(found.map((item) => [nameOf(item), item]));
  const isThere = (item: Item): boolean => isDeepStrictEqual(there.get(nameOf(item)), item);
  const left = items.filter((item) => !isThere(item));
  const written =
    left.length < items.length && left.length > 0 ? await importItems(db, left) : await each(db, left);
  const outcomes = new Map(left.map((item, at) => [item, written[at]] as const));
  return items.map((item) => outcomes.get(item) ?? 'same');
}

async function each(db: Db, items: readonly Item[]): Promise<Imported[]> {
  const outcomes: Imported[] = [];
  for (const item of items) outcomes.push(await importItem(db, item));
  return outcomes;
}

const keyOf = ({ pk, sk }: Item): Key => ({ pk: String(pk), sk: String(sk) });
const nameOf = ({ pk, sk }: Item): string => `${pk} ${sk}`;

const importItem = (db: Db, item: Item): Promise<Imported> =>
  unlessRefused(
    putItem(db, item, unlessNewer(item)).then(() => 'added' as const),
    async () => (isDeepStrictEqual(await getItem(db, keyOf(item)), item) ? 'same' : 'other'),
  );

/**
 * The condition of an item: what is revised in place must be a later version, and all else must be new,
 * because it is immutable.
 */
function unlessNewer(item: Item): WriteCondition {
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

/** Moves the head's revision but not the feed, so that every instance reads the record again. */
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
