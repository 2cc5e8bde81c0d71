import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { SQSClient } from '@aws-sdk/client-sqs';
import { documentsOf, withoutLog } from '../../../functions/store/documents.ts';

/** Fake credentials, because no real ones may reach an endpoint that somebody typed in. */
export const fakeAws = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;

/** AWS's DynamoDB Local keeps a database per access key, so the key is given. */
const fakeAwsOf = (accessKeyId: string) => ({
  ...fakeAws,
  credentials: { ...fakeAws.credentials, accessKeyId },
});

const unsigned = (accessKeyId: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
  'x-amz-date': '20260101T000000Z',
});

/**
 * Signs with a constant. Emulators require a signature but never check it, and making one takes a third of a
 * read's time here.
 */
function signerOf(accessKeyId: string): NonNullable<DynamoDBClientConfig['signer']> {
  const headers = unsigned(accessKeyId);
  return async () => ({
    sign: async (request) => {
      Object.assign(request.headers, headers);
      return request;
    },
  });
}

export function createLocalDynamo(endpoint: string, accessKeyId = 'local'): DynamoDBClient {
  return new DynamoDBClient({ ...fakeAwsOf(accessKeyId), endpoint, signer: signerOf(accessKeyId) });
}

export const createDocuments = documentsOf;

export const createStreams = (endpoint: string, accessKeyId = 'local'): DynamoDBStreamsClient =>
  withoutLog(
    new DynamoDBStreamsClient({ ...fakeAwsOf(accessKeyId), endpoint, signer: signerOf(accessKeyId) }),
  );

export const createSqs = (endpoint: string): SQSClient => withoutLog(new SQSClient({ ...fakeAws, endpoint }));
