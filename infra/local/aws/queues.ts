import { CreateQueueCommand, GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import { deadLetterRetention, type QueueName, queueSettings } from '../../wiring.ts';
import { hiddenAddress } from '../hidden-address.ts';

export type Queue = { url: string; arn: string };

export type LocalQueues = Record<QueueName, Queue & { deadLetters: Queue }> & {
  /** Receives where the publish function gave up records of the stream. */
  publishDeadLetters: Queue;
  /** Receives sweeps that were given up. */
  sweepDeadLetters: Queue;
};

/**
 * An SQS in this process, at a hidden address. Its messages end with it, and the table brings the work back.
 * It is not started by the library's own function, because that would listen on every network.
 */
export async function startSqs(): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const server = buildApp({ logger: false });
  const endpoint = await server.listen({ port: 0, host: await hiddenAddress() });
  return { endpoint, stop: async () => void (await server.close()) };
}

/** Creates the wiring's queues, each with its dead-letter queue, or finds them as they are. */
export async function ensureQueues(sqs: SQSClient, prefix = 'tracker'): Promise<LocalQueues> {
  const kept = { MessageRetentionPeriod: deadLetterRetention };
  const [fanout, deliver, publishDeadLetters, sweepDeadLetters] = await Promise.all([
    ensurePair(sqs, prefix, 'fanout'),
    ensurePair(sqs, prefix, 'deliver'),
    ensureQueue(sqs, `${prefix}-publish-dead-letters`, kept),
    ensureQueue(sqs, `${prefix}-sweep-dead-letters`, kept),
  ]);
  return { fanout, deliver, publishDeadLetters, sweepDeadLetters };
}

async function ensurePair(sqs: SQSClient, prefix: string, name: QueueName) {
  const settings = queueSettings[name];
  const deadLetters = await ensureQueue(sqs, `${prefix}-${name}-dead-letters`, {
    MessageRetentionPeriod: settings.deadLetterRetention,
  });
  const redrive = { deadLetterTargetArn: deadLetters.arn, maxReceiveCount: settings.maxReceiveCount };
  const queue = await ensureQueue(sqs, `${prefix}-${name}`, {
    VisibilityTimeout: settings.visibilityTimeout,
    MessageRetentionPeriod: settings.retention,
    RedrivePolicy: JSON.stringify(redrive),
  });
  return { ...queue, deadLetters };
}

async function ensureQueue(
  sqs: SQSClient,
  name: string,
  attributes: Record<string, string | number>,
): Promise<Queue> {
  const Attributes = Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, String(value)]),
  );
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  const about = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] });
  return { url, arn: (await sqs.send(about)).Attributes?.QueueArn ?? '' };
}
