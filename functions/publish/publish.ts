import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { shardCount } from '../core/webhook/subscription.ts';
import type { Log } from '../lib/log.ts';
import type { Queues } from '../lib/queues.ts';

export type PublishDeps = { queues: Pick<Queues, 'fanout'>; log: Log };

/**
 * Rings one fan-out job for each shard, up to the last change in the batch. A job only says how far to go, so
 * records may come twice, late or out of order. Of a bulk import only its announcement rings, because a ring
 * for each record would put thousands of jobs before the next change. After a failure, everything from the
 * first failed record on is returned.
 */
export function createPublish({ queues, log }: PublishDeps) {
  return async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const sequences = Records.map(toldSequence).filter((sequence) => sequence !== null);
    if (sequences.length === 0) return { batchItemFailures: [] };
    const through = Math.max(...sequences);
    try {
      await queues.fanout(Array.from({ length: shardCount }, (_, shard) => ({ shard, through })));
      log.metric('ChangesRecorded', sequences.length);
      log.info('published', { from: Math.min(...sequences), through });
      return { batchItemFailures: [] };
    } catch (error) {
      log.error('could not publish', { through, error });
      const first = Records.find((record) => toldSequence(record) !== null)?.dynamodb?.SequenceNumber;
      return { batchItemFailures: first ? [{ itemIdentifier: first }] : [] };
    }
  };
}

/** The sequence of the change that a record inserts, if it is to be announced; null otherwise. */
function toldSequence({ eventName, dynamodb }: DynamoDBRecord): number | null {
  const { pk, sk } = dynamodb?.Keys ?? {};
  if (dynamodb?.NewImage?.body?.M?.quiet?.BOOL) return null;
  if (eventName !== 'INSERT' || !pk?.S?.startsWith('CHANGE#') || !sk?.S) return null;
  const sequence = Number(sk.S);
  return Number.isSafeInteger(sequence) ? sequence : null;
}
