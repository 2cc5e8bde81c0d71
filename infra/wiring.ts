/**
 * The numbers that both substrates obey: the CDK stack configures AWS with them, and the laptop's pumps apply
 * them. Durations are whole seconds unless the name says otherwise; memory is in MB.
 */
export const functionSettings = {
  api: { timeout: 29, memory: 512 },
  pages: { timeout: 29, memory: 512 },
  publish: { timeout: 30, memory: 256 },
  fanout: { timeout: 60, memory: 256 },
  deliver: { timeout: 30, memory: 256 },
  sweep: { timeout: 55, memory: 256 },
} as const;

/**
 * Deployed only if documents are watched. They are asked for seconds apart, and each may take half a minute.
 */
export const watchSettings = { timeout: 900, memory: 512 } as const;

export type FunctionName = keyof typeof functionSettings;

export const functionNames = Object.keys(functionSettings) as FunctionName[];

/** DynamoDB stream → publish. https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html */
export const streamSettings = {
  batchSize: 100,
  retryAttempts: 20,
  maxRecordAge: 6 * 3600,
  bisectBatchOnError: true,
  reportBatchItemFailures: true,
  parallelizationFactor: 1,
  startingPosition: 'TRIM_HORIZON',
  /** New changes only, because every other write would wake the function for nothing. */
  filter: { eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [{ prefix: 'CHANGE#' }] } } } },
} as const;

/** Seconds: the longest that SQS keeps a message. */
export const deadLetterRetention = 14 * 24 * 3600;

/** SQS → function. Visibility is at least six times the function's timeout, as AWS advises. */
export const queueSettings = {
  fanout: {
    batchSize: 1,
    visibilityTimeout: 6 * functionSettings.fanout.timeout,
    maxReceiveCount: 5,
    maxConcurrency: 10,
    retention: 4 * 24 * 3600,
    deadLetterRetention,
  },
  /** An invocation sends its jobs in parallel, so a receiver that takes 15 s delays only its own delivery. */
  deliver: {
    batchSize: 10,
    visibilityTimeout: 6 * functionSettings.deliver.timeout,
    maxReceiveCount: 5,
    maxConcurrency: 600,
    retention: 4 * 24 * 3600,
    deadLetterRetention,
  },
} as const;

export type QueueName = keyof typeof queueSettings;

export const schedule = { sweepEvery: 60, watchEvery: 3600, retryAttempts: 2, maxEventAge: 300 } as const;

/** Days for which the functions' logs and the access log are kept. */
export const logRetentionDays = 90;

/** Requests a second, and the burst above it, that the front accepts in all. */
export const throttling = { rateLimit: 100, burstLimit: 200 } as const;

/**
 * The paths of the API and everything below them; every other path is a page. Both functions route by
 * themselves.
 */
export const apiPaths = ['/v1', '/problems', '/openapi.json', '/docs', '/health'] as const;

/** The function that answers what is at a path. */
export const functionAt = (path: string): 'api' | 'pages' =>
  apiPaths.some((own) => path === own || path.startsWith(`${own}/`)) ? 'api' : 'pages';

/** Routes with a limit of their own; the most specific one applies. */
export const routeThrottling = {
  'GET /v1/{proxy+}': { rateLimit: 100, burstLimit: 200 },
  'POST /v1/{proxy+}': { rateLimit: 20, burstLimit: 40 },
  'PUT /v1/{proxy+}': { rateLimit: 20, burstLimit: 40 },
  'PATCH /v1/{proxy+}': { rateLimit: 20, burstLimit: 40 },
  'DELETE /v1/{proxy+}': { rateLimit: 20, burstLimit: 40 },
  'POST /v1/subscriptions': { rateLimit: 5, burstLimit: 10 },
} as const;

/**
 * Without the `edge` flag: read units a second that one client address may cost, per instance; answers from
 * memory are free. With the flag all addresses are CloudFront's, so the firewall counts instead.
 */
export const clientReadUnits = 100;

/**
 * With the `edge` flag: requests of one client address in five minutes, after which the firewall answers 429.
 */
export const edgeRequestsPerFiveMinutes = 3000;
