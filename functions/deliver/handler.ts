import { publicOnly } from '../core/webhook/guard/address-policy.ts';
import { readConfig } from '../lib/config.ts';
import { createLog } from '../lib/log.ts';
import { createMasterSecret } from '../lib/master-secret.ts';
import { createQueues } from '../lib/queues.ts';
import { createDynamo, documentsOf } from '../store/documents.ts';
import { createWebhookStore } from '../store/webhooks.ts';
import { createDeliver } from './deliver.ts';
import { resolveInDns } from './posting/resolver.ts';
import { createSend } from './posting/send.ts';

const { table, publicUrl, version, masterSecret, fanoutUrl, deliverUrl, stage } = readConfig(process.env);
const dynamodb = createDynamo();

/** Public addresses only, written here so that no setting can change it. */
const policy = publicOnly({ ownHosts: [new URL(publicUrl).hostname] });

export const handler = createDeliver({
  store: createWebhookStore({ client: documentsOf(dynamodb), table }),
  queues: createQueues({ aws: dynamodb.config, fanoutUrl, deliverUrl }),
  now: () => new Date().toISOString(),
  log: createLog({ base: { function: 'deliver' }, dimensions: { Stage: stage } }),
  publicUrl,
  version,
  masterSecret: createMasterSecret(masterSecret, dynamodb.config).of,
  send: createSend({ policy, resolve: resolveInDns }),
});
