import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  PutCommand,
  type PutCommandInput,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { type Db, type Item, type Key, newMark } from './db.ts';

/** One write of a transaction. */
export type WriteItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

export type WriteCondition = Partial<
  Pick<PutCommandInput, 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>
>;

export async function putItem(
  { client, table }: Db,
  item: Item,
  condition: WriteCondition = {},
): Promise<void> {
  await client.send(new PutCommand({ TableName: table, Item: item, ...condition }));
}

export async function deleteItem(
  { client, table }: Db,
  key: Key,
  condition: WriteCondition = {},
): Promise<void> {
  await client.send(new DeleteCommand({ TableName: table, Key: key, ...condition }));
}

/** Answers the attributes that `ReturnValues` asks for, if any. */
export async function updateItem(
  { client, table }: Db,
  key: Key,
  update: Omit<UpdateCommandInput, 'TableName' | 'Key'>,
): Promise<Item | undefined> {
  const { Attributes } = await client.send(new UpdateCommand({ TableName: table, Key: key, ...update }));
  return Attributes;
}

/** An item that stood in the way of a write, with attribute values as on the wire. */
type Found = ConditionalCheckFailedException['Item'];

/**
 * What a write answers, or what `refused` makes of it where its condition does not hold. `found` is the item
 * there, if `ReturnValuesOnConditionCheckFailure` asks for it.
 */
export async function unlessRefused<T, R>(
  write: Promise<T>,
  refused: (found: Found) => R | Promise<R>,
): Promise<T | R> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return refused(error.Item);
    throw error;
  }
}

/**
 * Puts an item on a condition, and answers whether our item is there. The client repeats a request whose
 * answer was lost, and the condition then fails on our own first put; `mark` tells that it was ours.
 */
export async function putIf(
  { client, table }: Db,
  item: Item,
  { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues }: WriteCondition,
  mark = newMark(),
): Promise<boolean> {
  const put = new PutCommand({
    TableName: table,
    Item: { ...item, mark },
    ConditionExpression,
    ExpressionAttributeNames,
    ExpressionAttributeValues,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  return unlessRefused(
    client.send(put).then(() => true),
    (found) => found?.mark?.S === mark,
  );
}
