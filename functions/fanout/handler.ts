import { readConfig } from '../lib/config.ts';
import { createLog } from '../lib/log.ts';
import { createQueues } from '../lib/queues.ts';
import { createDynamo, documentsOf } from '../store/documents.ts';
import { createWebhookStore } from '../store/webhooks.ts';
import { createFanout } from './fanout.ts';

const { table, fanoutUrl, deliverUrl, stage } = readConfig(process.env);
const dynamodb = createDynamo();

export const handler = createFanout({
  store: createWebhookStore({ client: documentsOf(dynamodb), table }),
  queues: createQueues({ aws: dynamodb.config, fanoutUrl, deliverUrl }),
  now: () => new Date().toISOString(),
  log: createLog({ base: { function: 'fanout' }, dimensions: { Stage: stage } }),
});
