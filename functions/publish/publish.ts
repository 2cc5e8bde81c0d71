import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { shardCount } from '../core/webhook/subscription.ts';
import type { Log } from '../lib/log.ts';
import type { Queues } from '../lib/queues.ts';

export type PublishDeps = { queues: Pick<Queues, 'fanout'>; log: Log };

/**
 * Rings one fan-out job a shard for the changes that the stream shows, as far as the last of them. The jobs say only
 * how far to go, so that records that come twice, late or out of order do no harm. Of a bulk import only its
 * announcement rings: ringing for each of its records would put thousands of jobs before the next real change. What
 * fails is given back from its first record on.
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

/** The sequence of the change that a record inserts and the world is told of, or null. */
function toldSequence({ eventName, dynamodb }: DynamoDBRecord): number | null {
  const { pk, sk } = dynamodb?.Keys ?? {};
  if (dynamodb?.NewImage?.body?.M?.quiet?.BOOL) return null;
  if (eventName !== 'INSERT' || !pk?.S?.startsWith('CHANGE#') || !sk?.S) return null;
  const sequence = Number(sk.S);
  return Number.isSafeInteger(sequence) ? sequence : null;
}
