import type { SQSEvent } from 'aws-lambda';

/** Jobs as a queue delivers them, the nth as `message-n`; a string is a body as it is. */
export const jobsEvent = (jobs: readonly (object | string)[]): SQSEvent => ({
  Records: jobs.map((job, index) => ({
    messageId: `message-${index}`,
    receiptHandle: '',
    body: typeof job === 'string' ? job : JSON.stringify(job),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: 'us-east-1',
  })),
});
