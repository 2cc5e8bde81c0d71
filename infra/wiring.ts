/**
 * The numbers that both substrates obey: the CDK stack configures AWS with them and the laptop's pumps apply them.
 * Durations are whole seconds unless the name says otherwise; memory is MB.
 */
export const functionSettings = {
  api: { timeout: 29, memory: 512 },
  publish: { timeout: 30, memory: 256 },
  fanout: { timeout: 60, memory: 256 },
  deliver: { timeout: 30, memory: 256 },
  sweep: { timeout: 55, memory: 256 },
} as const;

export type FunctionName = keyof typeof functionSettings;

/** DynamoDB stream → publish. https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html */
export const streamSettings = {
  batchSize: 100,
  batchingWindow: 0,
  retryAttempts: 20,
  maxRecordAge: 6 * 3600,
  bisectBatchOnError: true,
  reportBatchItemFailures: true,
  parallelizationFactor: 1,
  startingPosition: 'TRIM_HORIZON',
} as const;

/** SQS → function. Visibility is at least six times the function's timeout, as AWS advises. */
export const queueSettings = {
  fanout: {
    batchSize: 1,
    batchingWindow: 0,
    visibilityTimeout: 6 * functionSettings.fanout.timeout,
    maxReceiveCount: 5,
    maxConcurrency: 10,
    retention: 4 * 24 * 3600,
    deadLetterRetention: 14 * 24 * 3600,
  },
  deliver: {
    batchSize: 10,
    batchingWindow: 0,
    visibilityTimeout: 6 * functionSettings.deliver.timeout,
    maxReceiveCount: 5,
    maxConcurrency: 50,
    retention: 4 * 24 * 3600,
    deadLetterRetention: 14 * 24 * 3600,
  },
} as const;

export type QueueName = keyof typeof queueSettings;

export const schedule = { sweepEvery: 60 } as const;



