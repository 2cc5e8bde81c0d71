import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * AWS's DynamoDB. It answers in milliseconds, but the client would wait for ever for an answer that is lost.
 * So each request has 2.5 seconds and four tries: after 11 seconds a transaction is written or never will be.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export const createDynamo = (): DynamoDBClient =>
  new DynamoDBClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2500, throwOnRequestTimeout: true },
  });

/** AWS's client without its logger, which copies every call and answer even if nobody logs. */
export function withoutLog<C extends { middlewareStack: { remove(name: string): boolean } }>(client: C): C {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}

/**
 * The client that a store needs: it takes plain values and drops undefined members. A number that is too long for
 * JavaScript is rounded, so that a schema refuses it with the name of its item.
 */
export const documentsOf = (client: DynamoDBClient): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(withoutLog(client), {
    marshallOptions: { removeUndefinedValues: true },
    unmarshallOptions: { wrapNumbers: Number },
  });
