import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';

const client = DynamoDBDocumentClient.from(new DynamoDBClient());
const app = new Hono();
const key = { pk: 'FEED', sk: 'HEAD' };

/** The least that a function over a table can be: a router, a client, one read. */
app.get('/v1/changes', async (c) => {
  const { Item } = await client.send(
    new GetCommand({ TableName: process.env.TABLE_NAME, Key: key, ConsistentRead: true }),
  );
  return c.json(Item ?? {});
});
export const handler = handle(app);
