import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { publicOnly } from '../core/webhook/address-policy.ts';
import { readConfig } from '../lib/config.ts';
import { createLog } from '../lib/log.ts';
import { createMasterSecret } from '../lib/master-secret.ts';
import { createQueues } from '../lib/queues.ts';
import { createStore, documentsOf } from '../store/index.ts';
import { createApi } from './api.ts';

const { table, publicUrl, version, perDomain, masterSecret, fanoutUrl, deliverUrl } = readConfig(process.env);

const dynamodb = new DynamoDBClient();
const secrets = createMasterSecret(masterSecret, dynamodb.config);

export const handler = createApi({
  store: createStore({ client: documentsOf(dynamodb), table, publicUrl }),
  now: () => new Date().toISOString(),
  log: createLog({ base: { function: 'api' } }),
  publicUrl,
  version,
  perDomain,
  queues: createQueues({ aws: dynamodb.config, fanoutUrl, deliverUrl }),
  masterSecret: secrets.of,
  newestGeneration: secrets.newest,
  addressPolicy: publicOnly({ ownHosts: [new URL(publicUrl).hostname] }),
});
