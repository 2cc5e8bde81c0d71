import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DescribeStreamCommand } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { onTestFinished } from 'vitest';
import type { Store } from '../../functions/store/index.ts';
import { passes } from '../../infra/local/pumps/filter.ts';
import { openShard } from '../../infra/local/pumps/stream-shard.ts';
import { streamSettings } from '../../infra/wiring.ts';
import type { TestTable } from '../support/engine/table.ts';

/** Milliseconds that a stream may lag behind its table. */
const patience = 30_000;

/**
 * Shows `publish` what was added to the table's stream, in batches and through the wiring's filter, up to the
 * head of the feed, because an empty page does not mean the end.
 */
export async function streamOf(
  table: TestTable,
  store: Store,
  publish: (event: DynamoDBStreamEvent) => Promise<void>,
): Promise<() => Promise<void>> {
  const shards = await shardsOf(table);
  let shown = 0;
  const show = async (shard: (typeof shards)[number]): Promise<void> => {
    for (;;) {
      const records = await shard.read(streamSettings.batchSize);
      if (records === 'ended' || records.length === 0) return;
      const Records = records.filter((record) => passes(streamSettings.filter, record));
      if (Records.length > 0) await publish({ Records });
      shown = Math.max(shown, ...Records.map(sequenceOf));
    }
  };
  return async () => {
    const { sequence } = await store.record.head();
    const end = Date.now() + patience;
    do {
      for (const shard of shards) await show(shard);
      if (shown >= sequence) return;
      await sleep(20);
    } while (Date.now() < end);
    throw new Error(`the stream has shown ${shown} of ${sequence} changes`);
  };
}

async function shardsOf({ raw, name, streams: open }: TestTable) {
  const streams = open();
  onTestFinished(() => streams.destroy());
  const { Table } = await raw.send(new DescribeTableCommand({ TableName: name }));
  const streamArn = Table?.LatestStreamArn ?? '';
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
  const ids = (StreamDescription?.Shards ?? []).map(({ ShardId = '' }) => ShardId);
  return ids.map((id) => openShard({ streams, streamArn }, id, undefined));
}

const sequenceOf = ({ dynamodb }: DynamoDBRecord): number => Number(dynamodb?.Keys?.sk?.S ?? 0);
