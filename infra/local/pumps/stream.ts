import { setTimeout } from 'node:timers/promises';
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';
import type { Log } from '../../../functions/lib/log.ts';
import { type FilterPattern, passes } from './filter.ts';
import { createNudge, type Nudge } from './nudge.ts';
import type { Positions } from './position.ts';
import type { Pump } from './pump.ts';
import { type Discarded, type StreamBatchOptions, sequenceOf, settleBatch } from './stream-batch.ts';
import { openShard } from './stream-shard.ts';

export type StreamPumpOptions = Pick<StreamBatchOptions, 'timeout' | 'invoke' | 'backoff' | 'now'> & {
  streams: DynamoDBStreamsClient;
  streamArn: string;
  settings: StreamBatchOptions['settings'] & { batchSize: number };
  filter: FilterPattern;
  positions: Positions;
  /** The on-failure destination: told the shard and the records that are given up. */
  discard: (shard: string, discarded: Discarded) => Promise<void>;
  /** Milliseconds until the next look at a shard that was read to its present end. */
  idle?: number;
  /** Milliseconds from records to the next look, so that what is written meanwhile is read together. */
  gathering?: number;
  /** Ends the wait for the next look when a record is there, unless others were read a moment ago. */
  nudge?: Nudge;
  log: Log;
};

/**
 * Records in one read: what V8 parses of more than 100 KB at once it keeps until the whole heap is collected,
 * and a record takes 2 KB and more.
 */
const mostRead = 20;

/** Lambda polls four times a second. */
const lambdasIdle = 250;
const briefly = 100;

/** Milliseconds between looks for new shards. */
const shardsEvery = 5000;

/**
 * Reads a table's stream as Lambda's event source does: each shard in order, a child after its parent; a
 * batch that fails holds up its shard. https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export function startStreamPump(options: StreamPumpOptions): Pump {
  const stopping = new AbortController();
  const readers = new Map<string, Promise<void>>();
  const loop = follow(options, readers, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await loop;
      await Promise.all(readers.values());
      await options.positions
        .save()
        .catch((error) => options.log.error('The place in a stream could not be saved', { error }));
    },
  };
}

async function follow(
  options: StreamPumpOptions,
  readers: Map<string, Promise<void>>,
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    try {
      const shards = await listShards(options, stop);
      for (const id of readable(shards, options)) {
        if (readers.has(id)) continue;
        readers.set(
          id,
          readShard(options, id, stop).finally(() => readers.delete(id)),
        );
      }
    } catch (error) {
      if (!stop.aborted) options.log.error('The shards of a stream could not be listed', { error });
    }
    await rest(shardsEvery, stop);
  }
}

async function listShards({ streams, streamArn }: StreamPumpOptions, stop: AbortSignal): Promise<Shard[]> {
  const shards: Shard[] = [];
  let from: string | undefined;
  do {
    const command = new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: from });
    const { StreamDescription } = await streams.send(command, { abortSignal: stop });
    shards.push(...(StreamDescription?.Shards ?? []));
    from = StreamDescription?.LastEvaluatedShardId;
  } while (from);
  return shards;
}

/** The shards that are not read to their end and whose parents are, or are trimmed away. */
function readable(shards: Shard[], { positions, streamArn }: StreamPumpOptions): string[] {
  const unread = new Set(
    shards.map(({ ShardId = '' }) => ShardId).filter((id) => positions.get(streamArn, id) !== null),
  );
  return shards
    .filter(({ ShardId = '', ParentShardId = '' }) => unread.has(ShardId) && !unread.has(ParentShardId))
    .map(({ ShardId = '' }) => ShardId);
}

async function readShard(options: StreamPumpOptions, shardId: string, stop: AbortSignal): Promise<void> {
  const { positions, streamArn, settings, log, nudge = createNudge() } = options;
  const { idle = lambdasIdle, gathering = briefly } = options;
  const after = positions.get(streamArn, shardId) ?? undefined;
  const most = Math.min(settings.batchSize, mostRead);
  const shard = openShard(options, shardId, after);
  while (!stop.aborted) {
    try {
      const records = await shard.read(most);
      if (records === 'ended') return await positions.set(streamArn, shardId, null);
      const given = await settle(options, shardId, records, stop);
      if (records.length === most) continue;
      await (given > 0 ? rest(gathering, stop) : nudge.wait(idle, stop));
    } catch (error) {
      if (stop.aborted) return;
      log.error('A shard could not be read', { shard: shardId, error });
      shard.reopen(positions.get(streamArn, shardId) ?? undefined);
      await rest(1000, stop);
    }
  }
}

/** Gives the function what the filter lets pass and answers how many records; what it drops counts as done. */
async function settle(
  options: StreamPumpOptions,
  shardId: string,
  batch: Parameters<typeof settleBatch>[1],
  stop: AbortSignal,
): Promise<number> {
  const { positions, streamArn, filter } = options;
  if (batch.length === 0) return 0;
  const checkpoint = (sequenceNumber: string) => positions.set(streamArn, shardId, sequenceNumber);
  const discard = (discarded: Discarded) => options.discard(shardId, discarded);
  const wanted = batch.filter((record) => passes(filter, record));
  await settleBatch({ ...options, checkpoint, discard }, wanted, stop);
  const isAllDone = !stop.aborted || wanted.length === 0;
  if (isAllDone && wanted.at(-1) !== batch.at(-1))
    positions.pass(streamArn, shardId, sequenceOf(batch.at(-1)));
  return wanted.length;
}

async function rest(milliseconds: number, stop: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal: stop }).catch(() => undefined);
}
