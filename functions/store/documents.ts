import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * AWS's DynamoDB. It answers in milliseconds; what does not come, which the client would await for ever, is asked for
 * four times, 2.5 seconds each: after 11 seconds a transaction is written or never will be.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export const createDynamo = (): DynamoDBClient =>
  new DynamoDBClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2500, throwOnRequestTimeout: true },
  });

/** The same client of AWS's, which no longer copies each call and each answer for a log that nobody keeps. */
export function withoutLog<C extends { middlewareStack: { remove(name: string): boolean } }>(client: C): C {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}

/** The client that a store wants: it takes plain values and drops undefined members. */
export const documentsOf = (client: DynamoDBClient): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(withoutLog(client), { marshallOptions: { removeUndefinedValues: true } });
