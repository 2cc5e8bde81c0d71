import { randomUUID } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MissedEvent } from './schedule.ts';

type Destination = { sqs: SQSClient; url: string; functionName: string };

/**
 * Sends what Lambda sends to the on-failure destination of an asynchronous invocation.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function createScheduleDeadLetters({ sqs, url, functionName }: Destination) {
  return async ({ condition, event, invocations, error }: MissedEvent): Promise<void> => {
    const letter = {
      version: '1.0',
      timestamp: new Date().toISOString(),
      requestContext: {
        requestId: randomUUID(),
        functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}:$LATEST`,
        condition,
        approximateInvokeCount: invocations,
      },
      requestPayload: event,
      ...(error && {
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: { errorMessage: error.message, errorType: error.name },
      }),
    };
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(letter) }));
  };
}
