import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type OnDemandThroughput,
  ResourceNotFoundException,
  RestoreTableToPointInTimeCommand,
  type TableDescription,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { schema } from '../../functions/store/schema.ts';
import { Refusal } from '../local/refusal.ts';
import { note } from './terminal.ts';

/** `at` is an instant; the latest possible if left out. `between` is milliseconds between looks. */
export type Restore = { client: DynamoDBClient; from: string; to: string; at?: string; between?: number };

/** Undefined if there is no such table. */
export async function describeTable(
  client: DynamoDBClient,
  name: string,
): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** The first and last instants to which a table can be restored. @throws Refusal if there are none */
export async function restorable({ client, from }: Restore): Promise<{ earliest: string; latest: string }> {
  const { ContinuousBackupsDescription: backups } = await client.send(
    new DescribeContinuousBackupsCommand({ TableName: from }),
  );
  const { PointInTimeRecoveryStatus, EarliestRestorableDateTime, LatestRestorableDateTime } =
    backups?.PointInTimeRecoveryDescription ?? {};
  if (PointInTimeRecoveryStatus !== 'ENABLED')
    throw new Refusal(`Table ${from} keeps no past (stage dev never does); import an export instead.`);
  const said = (instant: Date | undefined) => instant?.toISOString() ?? 'unknown';
  return { earliest: said(EarliestRestorableDateTime), latest: said(LatestRestorableDateTime) };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html */
export async function beginRestore(task: Restore, source: TableDescription | undefined): Promise<void> {
  const { client, from, to, at } = task;
  const { earliest, latest } = await restorable(task);
  if (at !== undefined && (at < earliest || at > latest))
    throw new Refusal(
      `Table ${from} can be restored to an instant from ${earliest} to ${latest}, not to ${at}.`,
    );
  const key = source?.SSEDescription?.KMSMasterKeyArn;
  await client.send(
    new RestoreTableToPointInTimeCommand({
      SourceTableName: from,
      TargetTableName: to,
      ...(at === undefined ? { UseLatestRestorableTime: true } : { RestoreDateTime: new Date(at) }),
      ...(key && { SSESpecificationOverride: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: key } }),
    }),
  );
  note(`Restoring ${from} as of ${at ?? latest} into ${to}.`);
}

/** Waits for the table and gives it what a restore leaves out; a step already done is skipped. */
export async function finishRestore(
  { client, to, between = 10_000 }: Restore,
  source: TableDescription | undefined,
): Promise<{ streamArn: string; items: number }> {
  const settled = () => onceActive(client, to, between);
  const restored = await settled();
  refuseWithoutIndexes(restored, to);
  const update = async (what: string, change: Omit<UpdateTableCommandInput, 'TableName'>) => {
    note(`${to}: ${what}.`);
    await client.send(new UpdateTableCommand({ TableName: to, ...change }));
    await settled();
  };
  if (!restored.StreamSpecification?.StreamEnabled)
    await update('stream', { StreamSpecification: { StreamEnabled: true, StreamViewType: schema.stream } });
  const { DeletionProtectionEnabled = false, OnDemandThroughput } = source ?? {};
  if (DeletionProtectionEnabled && !restored.DeletionProtectionEnabled)
    await update('protection', { DeletionProtectionEnabled });
  if (OnDemandThroughput && !isSame(OnDemandThroughput, restored.OnDemandThroughput))
    await update('fuse', { OnDemandThroughput });
  await keepPast(client, to);
  await expire(client, to);
  const { LatestStreamArn: streamArn = '', ItemCount: items = 0 } = await settled();
  return { streamArn, items };
}

const isSame = (one: OnDemandThroughput, other: OnDemandThroughput | undefined): boolean =>
  one.MaxReadRequestUnits === other?.MaxReadRequestUnits &&
  one.MaxWriteRequestUnits === other?.MaxWriteRequestUnits;

/** Refuses a table without its indexes, because it would find nobody's subscriptions. */
function refuseWithoutIndexes({ GlobalSecondaryIndexes = [] }: TableDescription, table: string): void {
  const there = new Set(GlobalSecondaryIndexes.map(({ IndexName }) => IndexName));
  const missing = Object.keys(schema.indexes).filter((name) => !there.has(name));
  if (missing.length > 0)
    throw new Refusal(
      `Table ${table} lacks ${missing.join(', ')}, so it is no restore of this table; delete it and choose another name.`,
    );
}

async function keepPast(client: DynamoDBClient, table: string): Promise<void> {
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  note(`${table}: backups.`);
  await client.send(
    new UpdateContinuousBackupsCommand({ TableName: table, PointInTimeRecoverySpecification }),
  );
}

/** Turns on expiry, unless it is on already, which AWS would refuse. */
async function expire(client: DynamoDBClient, table: string): Promise<void> {
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: table }));
  if (/ENABL/.test(TimeToLiveDescription?.TimeToLiveStatus ?? '')) return;
  const TimeToLiveSpecification = { AttributeName: schema.timeToLive, Enabled: true };
  note(`${table}: expiry.`);
  await client.send(new UpdateTimeToLiveCommand({ TableName: table, TimeToLiveSpecification }));
}

/** Waits until the table and its indexes are active; a restore takes minutes to hours. */
async function onceActive(client: DynamoDBClient, table: string, between: number): Promise<TableDescription> {
  for (;;) {
    const found = await describeTable(client, table);
    const { TableStatus, GlobalSecondaryIndexes = [] } = found ?? {};
    const isReady = GlobalSecondaryIndexes.every(({ IndexStatus = 'ACTIVE' }) => IndexStatus === 'ACTIVE');
    if (found && TableStatus === 'ACTIVE' && isReady) return found;
    note(`${table} is ${TableStatus?.toLowerCase() ?? 'not there'}; looking again in ${between / 1000} s.`);
    await sleep(between);
  }
}
