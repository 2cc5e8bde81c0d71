import { DescribeTableCommand, DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { schema, schemaVersion } from '../../../functions/store/schema.ts';
import { ensureTable } from '../../../infra/local/aws/table.ts';
import { freshTable } from '../../support/engine/table.ts';

test('the table has the indexes, the stream and the expiry that the schema says', async () => {
  const { raw, name } = await freshTable();
  const { Table } = await raw.send(new DescribeTableCommand({ TableName: name }));
  const { TimeToLiveDescription } = await raw.send(new DescribeTimeToLiveCommand({ TableName: name }));
  expect(Table?.TableStatus).toBe('ACTIVE');
  expect(Table?.GlobalSecondaryIndexes?.map((index) => index.IndexName).sort()).toEqual(
    Object.keys(schema.indexes).sort(),
  );
  expect(Table?.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: 'NEW_IMAGE' });
  expect(TimeToLiveDescription?.AttributeName).toBe(schema.timeToLive);
});

test('a table that is already there is left as it is', async () => {
  const { raw, client, name } = await freshTable();
  const stream = async () =>
    (await raw.send(new DescribeTableCommand({ TableName: name }))).Table?.LatestStreamArn;
  const before = await stream();
  await ensureTable({ raw, client }, name);
  expect(await stream()).toBe(before);
});

test('a table of another schema version is refused in one line', async () => {
  const { raw, client, name } = await freshTable();
  const item = { pk: 'META', sk: 'SCHEMA', body: { version: schemaVersion + 1 } };
  await client.send(new PutCommand({ TableName: name, Item: item }));
  await expect(ensureTable({ raw, client }, name)).rejects.toThrow(
    `Table ${name} has schema version ${schemaVersion + 1}`,
  );
});
