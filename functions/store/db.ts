import {
  type DynamoDBDocumentClient,
  GetCommand,
  type GetCommandOutput,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';

/** Where items are: a document client that drops undefined members, and the table's name. */
export type Db = { client: DynamoDBDocumentClient; table: string };

export type Key = { pk: string; sk: string };

/** An item as the client gives it: keys, index attributes and `body`. */
export type Item = NonNullable<GetCommandOutput['Item']>;

/** One item's body, strongly consistent; undefined where there is none. */
export async function getBody<T>(db: Db, key: Key, schema: z.ZodType<T>): Promise<T | undefined> {
  const { Item } = await db.client.send(
    new GetCommand({ TableName: db.table, Key: key, ConsistentRead: true }),
  );
  return Item && schema.parse(Item.body);
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
