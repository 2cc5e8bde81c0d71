import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** No real credentials ever reach an endpoint that somebody typed in. */
export const fakeAws = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;

const unsigned = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20260101T000000Z',
};

/** Emulators want a signature but check none, and making one is a third of what a read costs this side. */
const signer: NonNullable<DynamoDBClientConfig['signer']> = async () => ({
  sign: async (request) => {
    Object.assign(request.headers, unsigned);
    return request;
  },
});

export function createDynamo(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({ ...fakeAws, endpoint, signer });
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
