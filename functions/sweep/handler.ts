import { readConfig } from '../lib/config.ts';
import { createLog } from '../lib/log.ts';
import { createQueues } from '../lib/queues.ts';
import { createDynamo, documentsOf } from '../store/documents.ts';
import { createSweeper } from '../store/sweeper.ts';
import { createSweep } from './sweep.ts';

const { table, publicUrl, fanoutUrl, deliverUrl, stage } = readConfig(process.env);
const dynamodb = createDynamo();

export const handler = createSweep({
  store: createSweeper({ client: documentsOf(dynamodb), table, publicUrl }),
  queues: createQueues({ aws: dynamodb.config, fanoutUrl, deliverUrl }),
  now: () => new Date().toISOString(),
  log: createLog({ base: { function: 'sweep' }, dimensions: { Stage: stage } }),
  publicUrl,
});
