import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  RestoreTableToPointInTimeCommand,
  type TableDescription,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { schema } from '../../functions/store/schema.ts';
import { beginRestore, finishRestore, restorable } from '../../infra/ops/restored-table.ts';
import { freshTable } from '../support/engine/table.ts';
import { at, ops } from './cli.ts';

/** Mocked, because no engine at hand can restore: the requests to AWS are checked instead. */
const aws = mockClient(DynamoDBClient);
const client = new DynamoDBClient({ region: 'eu-west-1' });
const task = { client, from: 'served', to: 'restored', between: 10 };

const indexes = Object.keys(schema.indexes).map((IndexName) => ({ IndexName }));
const restored: TableDescription = { TableStatus: 'ACTIVE', GlobalSecondaryIndexes: indexes };
const served: TableDescription = {
  ...restored,
  DeletionProtectionEnabled: true,
  OnDemandThroughput: { MaxReadRequestUnits: 2000, MaxWriteRequestUnits: 1000 },
};

beforeEach(() => {
  aws.reset();
  aws.on(DescribeContinuousBackupsCommand).resolves({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: {
        PointInTimeRecoveryStatus: 'ENABLED',
        EarliestRestorableDateTime: new Date('2026-10-20T00:00:00Z'),
        LatestRestorableDateTime: new Date('2026-11-24T08:55:00Z'),
      },
    },
  });
});

const inputs = (command: typeof UpdateTableCommand) =>
  aws.commandCalls(command).map(({ args }) => args[0].input);

test('a table is restored as late as possible, or to an instant that is kept, with the key of the old one', async () => {
  const KMSMasterKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/k';
  await beginRestore(task, { SSEDescription: { KMSMasterKeyArn } });
  await beginRestore({ ...task, at: '2026-11-01T00:00:00.000Z' }, undefined);
  const calls = aws.commandCalls(RestoreTableToPointInTimeCommand).map(({ args }) => args[0].input);
  const names = { SourceTableName: 'served', TargetTableName: 'restored' };
  expect(calls).toEqual([
    {
      ...names,
      UseLatestRestorableTime: true,
      SSESpecificationOverride: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: KMSMasterKeyArn },
    },
    { ...names, RestoreDateTime: new Date('2026-11-01T00:00:00.000Z') },
  ]);
});

test('an instant that is not kept, and a table that keeps no past, are refused', async () => {
  await expect(beginRestore({ ...task, at: '2026-01-01T00:00:00.000Z' }, undefined)).rejects.toThrow(
    'from 2026-10-20T00:00:00.000Z to 2026-11-24T08:55:00.000Z, not to 2026-01-01',
  );
  aws.on(DescribeContinuousBackupsCommand).resolves({});
  await expect(restorable(task)).rejects.toThrow('keeps no past');
  expect(aws.commandCalls(RestoreTableToPointInTimeCommand)).toEqual([]);
});

test('a restored table is given the stream, expiry, backups, protection and fuse of the served one', async () => {
  aws
    .on(DescribeTableCommand)
    .rejectsOnce(new ResourceNotFoundException({ message: '', $metadata: {} }))
    .resolves({ Table: { ...restored, LatestStreamArn: 'arn:stream', ItemCount: 7 } });
  aws.on(DescribeTimeToLiveCommand).resolves({});
  expect(await finishRestore(task, served)).toEqual({ streamArn: 'arn:stream', items: 7 });
  expect(inputs(UpdateTableCommand)).toEqual([
    { TableName: 'restored', StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } },
    { TableName: 'restored', DeletionProtectionEnabled: true },
    { TableName: 'restored', OnDemandThroughput: served.OnDemandThroughput },
  ]);
  expect(aws.commandCalls(UpdateTimeToLiveCommand)).toHaveLength(1);
  expect(aws.commandCalls(UpdateContinuousBackupsCommand)).toHaveLength(1);
}, 120_000);

test('what a restored table has already is not asked for again, so that the command may be repeated', async () => {
  const whole = { ...served, StreamSpecification: { StreamEnabled: true }, LatestStreamArn: 'arn:stream' };
  aws.on(DescribeTableCommand).resolves({ Table: whole });
  aws.on(DescribeTimeToLiveCommand).resolves({ TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED' } });
  await finishRestore(task, served);
  expect(aws.commandCalls(UpdateTableCommand)).toEqual([]);
  expect(aws.commandCalls(UpdateTimeToLiveCommand)).toEqual([]);
});

test('a table without the indexes is no restore of this one, and is refused', async () => {
  aws.on(DescribeTableCommand).resolves({ Table: { TableStatus: 'ACTIVE' } });
  await expect(finishRestore(task, served)).rejects.toThrow(
    'lacks byInstrument, byNextEffect, byDue, byOwner',
  );
});

test('a laptop is told to import an export instead', async () => {
  aws.restore();
  const { code, err } = await ops(['restore', 'other', ...at(await freshTable({ isTold: true }))]);
  expect(code).toBe(1);
  expect(err).toContain('Only a stage on AWS keeps its past');
}, 120_000);
