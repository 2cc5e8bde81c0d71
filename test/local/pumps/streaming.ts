import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { BatchAnswer } from '../../../infra/local/pumps/failures.ts';
import { createPositions } from '../../../infra/local/pumps/position.ts';
import { type StreamPumpOptions, startStreamPump } from '../../../infra/local/pumps/stream.ts';
import type { Discarded } from '../../../infra/local/pumps/stream-batch.ts';
import { freshTable } from '../../support/engine/table.ts';
import { captureLog } from '../../support/quiet-log.ts';

export const settings = {
  batchSize: 10,
  retryAttempts: 2,
  maxRecordAge: 3600,
  bisectBatchOnError: true,
  reportBatchItemFailures: true,
};

/** A table and its stream; `put` writes items that are changes. */
export async function openTable() {
  const { client, raw, name, streams } = await freshTable();
  const { Table } = await raw.send(new DescribeTableCommand({ TableName: name }));
  const put = async (...names: string[]) => {
    for (const sk of names) {
      await client.send(new PutCommand({ TableName: name, Item: { pk: 'CHANGE#0', sk, body: { n: sk } } }));
    }
  };
  return { put, streams: streams(), streamArn: Table?.LatestStreamArn ?? '' };
}

type Source = Pick<StreamPumpOptions, 'streams' | 'streamArn'>;
export type Invoke = (names: string[], event: DynamoDBStreamEvent) => Promise<BatchAnswer>;

export function pumpTo(source: Source, invoke: Invoke, more: Partial<StreamPumpOptions> = {}) {
  const discarded: Discarded[] = [];
  const pump = startStreamPump({
    ...{ streams: source.streams, streamArn: source.streamArn, settings },
    filter: { eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [{ prefix: 'CHANGE#' }] } } } },
    timeout: 5,
    invoke: (event) => invoke(event.Records.map(nameOf), event),
    positions: createPositions(),
    discard: async (_shard, given) => void discarded.push(given),
    backoff: () => 5,
    idle: 20,
    gathering: 20,
    log: captureLog().log,
    ...more,
  });
  return { stop: pump.stop, discarded };
}

export const nameOf = (record: DynamoDBStreamEvent['Records'][number]): string =>
  record.dynamodb?.Keys?.sk?.S ?? '';

/** Collects what the function was given, batch by batch. */
export function recorder(
  answer: (names: string[], event: DynamoDBStreamEvent) => BatchAnswer = () => undefined,
) {
  const batches: string[][] = [];
  const invoke: Invoke = async (names, event) => {
    batches.push(names);
    return answer(names, event);
  };
  return { batches, invoke };
}

export const failAt = (event: DynamoDBStreamEvent, name: string): BatchAnswer => ({
  batchItemFailures: event.Records.filter((record) => nameOf(record) === name).map((record) => ({
    itemIdentifier: record.dynamodb?.SequenceNumber ?? '',
  })),
});
