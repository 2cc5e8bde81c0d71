import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Db } from '../../../functions/store/db.ts';
import { createStore, type Store } from '../../../functions/store/index.ts';
import type { Keep } from '../../../functions/watch/keeping.ts';
import { createDocuments } from '../../local/aws/clients.ts';
import type { SecretKeeper } from '../secrets/secret-keeper.ts';

export type QueueUrls = Record<'fanout' | 'deliver', { url: string; deadLetters: string }> & {
  publishDeadLetters: string;
  sweepDeadLetters: string;
  /** Left out where no documents are watched, and on a laptop, whose watch has no queue. */
  watchDeadLetters?: string;
};

/** One deployment of the tracker, wherever it runs, and how to reach its parts. */
export type Deployment = {
  label: string;
  url: string;
  dynamodb: DynamoDBClient;
  db: Db;
  store: Store;
  /** Undefined if there are no queues to reach, as for a stopped laptop. */
  messaging: { sqs: SQSClient; queues: QueueUrls } | undefined;
  /** Undefined if nothing says where it is. */
  masterSecret: SecretKeeper | undefined;
  /** Keeps a depositary's document unchanged, by its SHA-256. */
  keepDocument: Keep;
  close(): Promise<void>;
};

/** The options that choose a deployment. */
export type Where = {
  stage?: string;
  local?: boolean;
  url?: string;
  table?: string;
  dynamodbEndpoint?: string;
  sqsEndpoint?: string;
};

type Parts = Pick<Deployment, 'label' | 'url' | 'messaging' | 'masterSecret' | 'keepDocument'> & {
  client: DynamoDBClient;
  table: string;
};

export function deploymentOf({ client, table, ...given }: Parts): Deployment {
  const db = { client: createDocuments(client), table };
  const url = given.url.replace(/\/+$/, '');
  return {
    ...given,
    url,
    dynamodb: client,
    db,
    store: createStore({ ...db, publicUrl: url }),
    close: async () => {
      client.destroy();
      given.messaging?.sqs.destroy();
    },
  };
}
