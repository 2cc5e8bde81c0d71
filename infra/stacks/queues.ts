import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { deadLetterRetention, type QueueName, queueSettings } from '../wiring.ts';
import { acknowledge } from './nag.ts';

export type WorkQueue = { queue: Queue; deadLetters: Queue };

const encrypted = (key: IKey | undefined): QueueProps => ({
  enforceSSL: true,
  ...(key
    ? { encryption: QueueEncryption.KMS, encryptionMasterKey: key, dataKeyReuse: Duration.hours(1) }
    : { encryption: QueueEncryption.SQS_MANAGED }),
});

/** A queue of jobs, and the dead-letter queue for what failed too often. */
export function createWorkQueue(
  scope: Construct,
  name: QueueName,
  id: string,
  key: IKey | undefined,
): WorkQueue {
  const settings = queueSettings[name];
  const deadLetters = createDeadLetters(scope, `${id}DeadLetters`, key);
  const queue = new Queue(scope, `${id}Queue`, {
    ...encrypted(key),
    visibilityTimeout: Duration.seconds(settings.visibilityTimeout),
    retentionPeriod: Duration.seconds(settings.retention),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: settings.maxReceiveCount },
  });
  return { queue, deadLetters };
}

/** A queue whose messages wait for an operator as long as SQS keeps them. */
export function createDeadLetters(scope: Construct, id: string, key: IKey | undefined): Queue {
  const queue = new Queue(scope, id, {
    ...encrypted(key),
    retentionPeriod: Duration.seconds(deadLetterRetention),
  });
  const reason = 'It is itself a dead-letter queue.';
  acknowledge(queue, 'AwsSolutions-SQS3', reason);
  acknowledge(queue, 'Serverless-SQSRedrivePolicy', reason);
  return queue;
}
