import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { QueueUrls } from './deployment/deployment.ts';

export type DeadLetterName = 'fanout' | 'deliver' | 'publish' | 'sweep' | 'watch';

/** A dead-letter queue, and the queue that its messages came from, if any. */
export type DeadLetters = { name: DeadLetterName; url: string; source?: string };

export const deadLetterQueues = (queues: QueueUrls): DeadLetters[] => [
  { name: 'fanout', url: queues.fanout.deadLetters, source: queues.fanout.url },
  { name: 'deliver', url: queues.deliver.deadLetters, source: queues.deliver.url },
  { name: 'publish', url: queues.publishDeadLetters },
  { name: 'sweep', url: queues.sweepDeadLetters },
  ...(queues.watchDeadLetters ? [{ name: 'watch' as const, url: queues.watchDeadLetters }] : []),
];

/** The number of messages in a queue, which SQS only knows approximately. */
export async function depthOf(sqs: SQSClient, url: string): Promise<number> {
  const about = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(about.Attributes?.ApproximateNumberOfMessages ?? 0);
}

const DeadFanoutJob = z.strictObject({
  shard: z.number(),
  through: z.number(),
  page: z.strictObject({ from: z.number(), after: z.string() }).optional(),
});
const DeadDeliverJob = z.strictObject({ subscription: z.string(), delivery: z.string() });
const StreamNotice = z.looseObject({ DDBStreamBatchInfo: z.object({ batchSize: z.number() }) });

/** What a message is, in words; null if none of our functions sent it. */
export function kindOf(name: DeadLetterName, { Body = '' }: Message): string | null {
  if (name === 'sweep') return 'missed sweep';
  if (name === 'watch') return 'missed round of the watch';
  const body = parse(Body);
  if (name === 'fanout') return DeadFanoutJob.safeParse(body).success ? 'fan-out job' : null;
  if (name === 'deliver') return DeadDeliverJob.safeParse(body).success ? 'delivery job' : null;
  const notice = StreamNotice.safeParse(body);
  return notice.success ? 'stream batch given up' : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Seconds: long enough to move ten messages, short enough that messages left alone are soon visible again.
 */
const visibility = 60;

/** Messages as they come, none of them twice within `visibility` seconds. */
export async function* receiveAll(sqs: SQSClient, url: string): AsyncGenerator<Message> {
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: visibility,
        WaitTimeSeconds: 1,
      }),
    );
    if (Messages.length === 0) return;
    yield* Messages;
  }
}

/** Up to ten messages, which stay in the queue. */
export async function peek(sqs: SQSClient, url: string): Promise<Message[]> {
  const command = new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: 0 });
  return (await sqs.send(command)).Messages ?? [];
}

/**
 * Sends before it deletes. An interruption between the two doubles the message, which every consumer allows
 * for.
 */
export async function moveTo(sqs: SQSClient, target: string, from: string, message: Message): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: target, MessageBody: message.Body ?? '' }));
  await drop(sqs, from, message);
}

export async function drop(sqs: SQSClient, url: string, { ReceiptHandle }: Message): Promise<void> {
  await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
}
