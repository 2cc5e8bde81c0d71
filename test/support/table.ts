import { randomUUID } from 'node:crypto';
import { DeleteTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, inject } from 'vitest';
import { createDocuments, createDynamo } from '../../infra/local/clients.ts';
import { ensureTable } from '../../infra/local/table.ts';

export type TestTable = {
  client: DynamoDBDocumentClient;
  raw: DynamoDBClient;
  name: string;
  endpoint: string;
};

/** The test file's tables; a hook that is made while a test runs would never be called. */
const made: Pick<TestTable, 'raw' | 'name'>[] = [];
afterAll(async () => {
  for (const { raw, name } of made.splice(0)) {
    await raw.send(new DeleteTableCommand({ TableName: name }));
    raw.destroy();
  }
});

/** A new table that no other test sees, deleted when the test file ends. */
export async function freshTable(): Promise<TestTable> {
  const endpoint = inject('dynamodbEndpoint');
  const raw = createDynamo(endpoint);
  const client = createDocuments(raw);
  const name = `test-${randomUUID()}`;
  made.push({ raw, name });
  await ensureTable({ raw, client }, name);
  return { client, raw, name, endpoint };
}
