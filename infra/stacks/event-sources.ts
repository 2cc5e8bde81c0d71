import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib/core';
import { type QueueName, queueSettings, streamSettings } from '../wiring.ts';
import type { TrackerFunction } from './lambda.ts';
import { acknowledge } from './nag.ts';
import { consumes } from './permissions.ts';

/** Reads the table's stream; a batch that keeps failing leaves a message that says where it was. */
export function readStream(reader: TrackerFunction, streamArn: string, deadLetters: IQueue): void {
  reader.allow(consumes.stream, [streamArn]);
  reader.allow(['sqs:SendMessage'], [deadLetters.queueArn]);
  new EventSourceMapping(reader, 'Stream', {
    target: reader.function,
    eventSourceArn: streamArn,
    startingPosition: StartingPosition[streamSettings.startingPosition],
    batchSize: streamSettings.batchSize,
    bisectBatchOnError: streamSettings.bisectBatchOnError,
    reportBatchItemFailures: streamSettings.reportBatchItemFailures,
    retryAttempts: streamSettings.retryAttempts,
    maxRecordAge: Duration.seconds(streamSettings.maxRecordAge),
    parallelizationFactor: streamSettings.parallelizationFactor,
    filters: [FilterCriteria.filter(streamSettings.filter)],
    onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
  });
}

/** Reads a queue; the queue itself moves what fails too often. */
export function readQueue(reader: TrackerFunction, name: QueueName, queue: IQueue): void {
  const settings = queueSettings[name];
  reader.allow(consumes.queue, [queue.queueArn]);
  const mapping = new EventSourceMapping(reader, 'Jobs', {
    target: reader.function,
    eventSourceArn: queue.queueArn,
    batchSize: settings.batchSize,
    reportBatchItemFailures: true,
    maxConcurrency: settings.maxConcurrency,
  });
  acknowledge(
    mapping,
    'Serverless-LambdaEventSourceMappingDestination',
    "SQS sources take no failure destination: the queue's redrive policy is it.",
  );
}
