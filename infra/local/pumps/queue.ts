import { setTimeout } from 'node:timers/promises';
import { type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import type { Log } from '../../../functions/lib/log.ts';
import { type BatchAnswer, failedItems } from './failures.ts';
import { type Invoke, invokeWithin } from './invoke.ts';
import type { Pump } from './pump.ts';
import { createRemover, type Remove } from './remover.ts';

export type QueuePumpOptions = {
  sqs: SQSClient;
  queue: { url: string; arn: string };
  /** From the wiring: messages in a batch, and batches at once. */
  settings: { batchSize: number; maxConcurrency: number };
  /** Time limit of the function, seconds. */
  timeout: number;
  invoke: Invoke<SQSEvent, BatchAnswer>;
  /** Awaited before each look at the queue; resolves when more can be taken on. */
  room?: () => Promise<void>;
  log: Log;
};

/** Messages that SQS gives in one answer at most. */
const receiveLimit = 10;
const longPoll = 20;
const afterError = 1000;

/**
 * Reads a queue as Lambda's event source does: in batches, several at once, deleting only what succeeded. The
 * rest comes back when its visibility ends, and goes to the dead letters after the queue's own count of
 * receptions. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function startQueuePump(options: QueuePumpOptions): Pump {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const loop = pump(options, running, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await loop;
      await Promise.all(running);
    },
  };
}

async function pump(
  options: QueuePumpOptions,
  running: Set<Promise<void>>,
  stop: AbortSignal,
): Promise<void> {
  const { batchSize, maxConcurrency } = options.settings;
  const remove = createRemover(options);
  while (!stop.aborted) {
    await options.room?.();
    const messages = await receive(options, (maxConcurrency - running.size) * batchSize, stop);
    for (let from = 0; from < messages.length; from += batchSize) {
      const batch = messages.slice(from, from + batchSize);
      const run = runBatch(options, batch, remove).finally(() => running.delete(run));
      running.add(run);
    }
    if (running.size >= maxConcurrency) await Promise.race(running);
  }
}

async function receive(
  { sqs, queue, log }: QueuePumpOptions,
  wanted: number,
  stop: AbortSignal,
): Promise<Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: queue.url,
    MaxNumberOfMessages: Math.min(wanted, receiveLimit),
    WaitTimeSeconds: longPoll,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  });
  try {
    return (await sqs.send(command, { abortSignal: stop })).Messages ?? [];
  } catch (error) {
    if (stop.aborted) return [];
    log.error('A queue could not be read', { queue: queue.arn, error });
    await setTimeout(afterError, undefined, { signal: stop }).catch(() => undefined);
    return [];
  }
}

async function runBatch(options: QueuePumpOptions, batch: Message[], remove: Remove): Promise<void> {
  const { queue, timeout, invoke, log } = options;
  const event: SQSEvent = { Records: batch.map((message) => recordOf(message, queue.arn)) };
  try {
    const answer = await invokeWithin(invoke, event, timeout);
    const identifiers = event.Records.map((record) => record.messageId);
    const failed = failedItems(answer, identifiers);
    const done = failed === 'all' ? [] : event.Records.filter((record) => !failed.has(record.messageId));
    await Promise.all(done.map(remove));
    if (done.length < batch.length) {
      log.warn('Messages failed', { queue: queue.arn, failed: batch.length - done.length, of: batch.length });
    }
  } catch (error) {
    log.error('A batch failed', { queue: queue.arn, messages: batch.length, error });
  }
}

function recordOf(message: Message, arn: string): SQSRecord {
  const { SenderId = '', SentTimestamp = '', ApproximateReceiveCount = '' } = message.Attributes ?? {};
  const first = message.Attributes?.ApproximateFirstReceiveTimestamp ?? '';
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: { SenderId, SentTimestamp, ApproximateReceiveCount, ApproximateFirstReceiveTimestamp: first },
    messageAttributes: {},
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: arn.split(':')[3] ?? '',
  };
}
