import { randomUUID } from 'node:crypto';
import { DeleteTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { inject } from 'vitest';
import { createDocuments, createLocalDynamo, createStreams } from '../../../infra/local/aws/clients.ts';
import { ensureTable } from '../../../infra/local/aws/table.ts';
import { atEnd } from '../endings.ts';

export type TestTable = {
  client: DynamoDBDocumentClient;
  raw: DynamoDBClient;
  name: string;
  endpoint: string;
  /** A new client of its stream. */
  streams: () => DynamoDBStreamsClient;
};

/**
 * A new table that no other test sees, deleted when the test file ends. Unless other programs must find it,
 * it has a database of its own, where DynamoDB has several, because AWS's Local keeps the streams of deleted
 * tables and slows down with them.
 */
export async function freshTable({ isTold = false } = {}): Promise<TestTable> {
  const endpoint = inject('dynamodbEndpoint');
  const name = `test-${randomUUID()}`;
  const accessKeyId = isTold ? 'local' : name.replaceAll('-', '');
  const raw = createLocalDynamo(endpoint, accessKeyId);
  const client = createDocuments(raw);
  atEnd(async () => {
    await raw.send(new DeleteTableCommand({ TableName: name }));
    raw.destroy();
  });
  await ensureTable({ raw, client }, name);
  return { client, raw, name, endpoint, streams: () => createStreams(endpoint, accessKeyId) };
}
