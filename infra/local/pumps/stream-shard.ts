import {
  type _Record,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';

type From = { streams: DynamoDBStreamsClient; streamArn: string };

/** Reads one shard onward from the record after `after`, or from its beginning. */
export function openShard(from: From, shardId: string, after: string | undefined) {
  let position = after;
  let iterator: string | undefined;
  return {
    /** At most `limit` records. */
    read: async (limit: number): Promise<DynamoDBRecord[] | 'ended'> => {
      iterator ??= await iteratorAfter(position, from, shardId);
      const page = await from.streams.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: limit }));
      const records = (page.Records ?? []).map((record) => recordOf(record, from.streamArn));
      position = records.at(-1)?.dynamodb?.SequenceNumber ?? position;
      iterator = page.NextShardIterator;
      return records.length === 0 && !iterator ? 'ended' : records;
    },
    /** Starts over, when an iterator has expired or what was read was not settled. */
    reopen(settled: string | undefined): void {
      position = settled;
      iterator = undefined;
    },
  };
}

/** Where the record after `position` is; the oldest one left, if that is gone or there is no position. */
async function iteratorAfter(
  position: string | undefined,
  { streams, streamArn }: From,
  shardId: string,
): Promise<string | undefined> {
  const place = { StreamArn: streamArn, ShardId: shardId };
  const beginning = new GetShardIteratorCommand({ ...place, ShardIteratorType: 'TRIM_HORIZON' });
  if (position === undefined) return (await streams.send(beginning)).ShardIterator;
  const next = { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position } as const;
  try {
    return (await streams.send(new GetShardIteratorCommand({ ...place, ...next }))).ShardIterator;
  } catch (error) {
    if (!(error instanceof TrimmedDataAccessException)) throw error;
    return (await streams.send(beginning)).ShardIterator;
  }
}

/** A record as Lambda gives it: the instant in seconds since 1970, attribute values as in the wire format. */
function recordOf(record: _Record, streamArn: string): DynamoDBRecord {
  const { ApproximateCreationDateTime, ...change } = record.dynamodb ?? {};
  const seconds = ApproximateCreationDateTime && Math.floor(ApproximateCreationDateTime.getTime() / 1000);
  const { eventID, eventName, eventVersion, eventSource, awsRegion } = record;
  return {
    eventID,
    eventName,
    eventVersion,
    eventSource,
    awsRegion,
    eventSourceARN: streamArn,
    dynamodb: { ...change, ...(seconds !== undefined && { ApproximateCreationDateTime: seconds }) },
  } as DynamoDBRecord;
}
