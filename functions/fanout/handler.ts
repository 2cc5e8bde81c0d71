import { readConfig } from '../lib/config.ts';
import { createLog } from '../lib/log.ts';
import { createQueues } from '../lib/queues.ts';
import { createDynamo, createStore, documentsOf } from '../store/index.ts';
import { createFanout } from './fanout.ts';

const { table, publicUrl, fanoutUrl, deliverUrl, stage } = readConfig(process.env);
const dynamodb = createDynamo();

export const handler = createFanout({
  store: createStore({ client: documentsOf(dynamodb), table, publicUrl }),
  queues: createQueues({ aws: dynamodb.config, fanoutUrl, deliverUrl }),
  now: () => new Date().toISOString(),
  log: createLog({ base: { function: 'fanout' }, dimensions: { Stage: stage } }),
});
