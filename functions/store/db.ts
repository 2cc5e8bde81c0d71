import { randomBytes } from 'node:crypto';
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  type GetCommandOutput,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';

export type Db = {
  /** A document client that drops undefined members (`removeUndefinedValues`). */
  client: DynamoDBDocumentClient;
  table: string;
  /** Waits so many milliseconds after a lost race; in real time if absent. */
  pause?: ((milliseconds: number) => Promise<unknown>) | undefined;
};

export type Key = { pk: string; sk: string };

/** An item as the client gives it: keys, index attributes and `body`. */
export type Item = NonNullable<GetCommandOutput['Item']>;

/** One item, or undefined if there is none; at half the cost if it may be eventually consistent. */
export async function getItem(
  { client, table }: Db,
  key: Key,
  isConsistent = true,
): Promise<Item | undefined> {
  const get = new GetCommand({ TableName: table, Key: key, ConsistentRead: isConsistent });
  return (await client.send(get)).Item;
}

/** An item that is not as this service writes it: somebody changed the table by other means. */
export class DamagedItem extends Error {
  override name = 'DamagedItem';

  constructor({ pk, sk }: Item, { issues: [issue] }: z.ZodError) {
    const at = ['body', ...(issue?.path ?? [])].join('.');
    super(`The item ${JSON.stringify({ pk, sk })} is damaged, at ${at}: ${issue?.message}`);
  }
}

/** What an item holds. @throws DamagedItem */
export function bodyIn<T>(item: Item, schema: z.ZodType<T>): T {
  const read = schema.safeParse(item.body);
  if (!read.success) throw new DamagedItem(item, read.error);
  return read.data;
}

/** Bodies of those items that can be read, and what is wrong with the others: one must not stand in the way of all. */
export type Readable<T> = { found: T[]; damaged: DamagedItem[] };

export function readable<T>(items: readonly Item[], schema: z.ZodType<T>): Readable<T> {
  const all = items.map((item) => ({ item, read: schema.safeParse(item.body) }));
  return {
    found: all.flatMap(({ read }) => (read.success ? [read.data] : [])),
    damaged: all.flatMap(({ item, read }) => (read.success ? [] : [new DamagedItem(item, read.error)])),
  };
}

/** The parsed body of one item, strongly consistent; undefined if there is none. @throws DamagedItem */
export async function getBody<T>(db: Db, key: Key, schema: z.ZodType<T>): Promise<T | undefined> {
  const item = await getItem(db, key);
  return item && bodyIn(item, schema);
}

/**
 * Bodies of existing items that never change, in the order of their keys. The read is eventually consistent,
 * at half the cost; what is missing because it was only just written is read again.
 */
export async function getUnchanging<T>(db: Db, keys: readonly Key[], schema: z.ZodType<T>): Promise<T[]> {
  const items = await getItems(db, keys, false);
  const found = new Map(items.map((item) => [`${item.pk} ${item.sk}`, bodyIn(item, schema)]));
  return Promise.all(
    keys.map(
      async (key) => found.get(`${key.pk} ${key.sk}`) ?? (await getBody(db, key, schema)) ?? missing(key),
    ),
  );
}

function missing({ pk, sk }: Key): never {
  throw new Error(`${pk} has no ${sk}`);
}

type Question = Omit<QueryCommandInput, 'TableName'>;

/** Every item that a query finds, page by page. */
export async function* queryItems(db: Db, question: Question): AsyncGenerator<Item> {
  let from: Item | undefined;
  do {
    const page = await db.client.send(
      new QueryCommand({ ...question, TableName: db.table, ExclusiveStartKey: from }),
    );
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from);
}

/** Everything in one partition whose sort key begins with `prefix`, strongly consistent. */
export async function partition(db: Db, pk: string, prefix = ''): Promise<Item[]> {
  return Array.fromAsync(
    queryItems(db, {
      ConsistentRead: true,
      KeyConditionExpression: prefix ? 'pk = :pk and begins_with(sk, :prefix)' : 'pk = :pk',
      ExpressionAttributeValues: prefix ? { ':pk': pk, ':prefix': prefix } : { ':pk': pk },
    }),
  );
}

const readAtOnce = 100;

/** The items of distinct keys, in no order; missing ones are left out. */
export async function getItems(db: Db, keys: readonly Key[], isConsistent = true): Promise<Item[]> {
  const groups = Array.from({ length: Math.ceil(keys.length / readAtOnce) }, (_, index) =>
    getGroup(db, keys.slice(index * readAtOnce, (index + 1) * readAtOnce), isConsistent),
  );
  return (await Promise.all(groups)).flat();
}

async function getGroup({ client, table }: Db, keys: readonly Key[], isConsistent: boolean): Promise<Item[]> {
  const found: Item[] = [];
  let left: Item[] = [...keys];
  while (left.length > 0) {
    const asked = { [table]: { Keys: left, ConsistentRead: isConsistent } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetCommand({ RequestItems: asked }));
    found.push(...(Responses?.[table] ?? []));
    left = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
}

/** A random mark for one write, by which a writer recognises its own. */
export const newMark = (): string => randomBytes(9).toString('base64url');
