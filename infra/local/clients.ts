import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Emulators want a signature but check none; no real credentials ever reach an endpoint that somebody typed in. */
export const fakeAws = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;

export function createDynamo(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({ ...fakeAws, endpoint });
}

export function createDocuments(client: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

export function createStreams(endpoint: string): DynamoDBStreamsClient {
  return new DynamoDBStreamsClient({ ...fakeAws, endpoint });
}

export function createSqs(endpoint: string): SQSClient {
  return new SQSClient({ ...fakeAws, endpoint });
}
