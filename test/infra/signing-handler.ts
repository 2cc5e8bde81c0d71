import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({ endpoint: 'http://127.0.0.1:1', maxAttempts: 1 });

client.middlewareStack.add(
  () =>
    async ({ request }) => {
      const { headers } = request as { headers: Record<string, string> };
      throw new Error(`Signed as ${headers.authorization}`);
    },
  { step: 'finalizeRequest', priority: 'low' },
);

/** Sends nothing: it fails with the signature that a request would have. */
export const handler = () => client.send(new GetItemCommand({ TableName: 'table', Key: { pk: { S: 'a' } } }));
