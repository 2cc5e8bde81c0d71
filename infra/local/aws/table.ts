import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
  type TableStatus,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { schema, schemaVersion } from '../../../functions/store/schema.ts';
import { Refusal } from '../refusal.ts';

type Clients = { raw: DynamoDBClient; client: DynamoDBDocumentClient };

/**
 * Makes sure that the table exists, is active and has our schema version; it creates one if there is none,
 * and changes nothing else. @throws Refusal for a table of another version
 */
export async function ensureTable({ raw, client }: Clients, table: string): Promise<void> {
  const status = await statusOf(raw, table);
  if (status === null) await create(raw, table);
  else if (status !== 'ACTIVE') await untilActive(raw, table);
  await checkVersion(client, table);
}

/** Null if there is no such table. */
async function statusOf(raw: DynamoDBClient, table: string): Promise<TableStatus | null | undefined> {
  try {
    return (await raw.send(new DescribeTableCommand({ TableName: table }))).Table?.TableStatus;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return null;
    throw error;
  }
}

const untilActive = (client: DynamoDBClient, table: string) =>
  waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName: table });

async function create(raw: DynamoDBClient, table: string): Promise<void> {
  try {
    await raw.send(new CreateTableCommand(definition(table)));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await untilActive(raw, table);
  const TimeToLiveSpecification = { AttributeName: schema.timeToLive, Enabled: true };
  await raw.send(new UpdateTimeToLiveCommand({ TableName: table, TimeToLiveSpecification }));
}

function definition(table: string): CreateTableCommandInput {
  const indexes = Object.entries(schema.indexes);
  const attributes = new Set([
    schema.partitionKey,
    schema.sortKey,
    ...indexes.flatMap(([, index]) => [index.partitionKey, index.sortKey]),
  ]);
  return {
    TableName: table,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...attributes].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: keys(schema),
    GlobalSecondaryIndexes: indexes.map(([name, index]) => ({
      IndexName: name,
      KeySchema: keys(index),
      Projection: { ProjectionType: index.projection },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: schema.stream },
  };
}

function keys(of: { partitionKey: string; sortKey: string }): CreateTableCommandInput['KeySchema'] {
  return [
    { AttributeName: of.partitionKey, KeyType: 'HASH' },
    { AttributeName: of.sortKey, KeyType: 'RANGE' },
  ];
}

/** Marks a table that has no version, so that a later version of the program recognises what it finds. */
async function checkVersion(client: DynamoDBDocumentClient, table: string): Promise<void> {
  const key = { pk: 'META', sk: 'SCHEMA' };
  const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
  if (!Item) {
    await client.send(
      new PutCommand({ TableName: table, Item: { ...key, body: { version: schemaVersion } } }),
    );
    return;
  }
  const version: unknown = Item.body?.version;
  if (version !== schemaVersion) {
    throw new Refusal(
      `Table ${table} has schema version ${String(version)}, this program reads version ${schemaVersion}; ` +
        'start the matching release, or export with that and import with this',
    );
  }
}
