import { readConfig } from '../lib/config.ts';
import { createLog } from '../lib/log.ts';
import { createQueues } from '../lib/queues.ts';
import { createDynamo } from '../store/documents.ts';
import { createPublish } from './publish.ts';

const { fanoutUrl, deliverUrl, stage } = readConfig(process.env);
const dynamodb = createDynamo();

export const handler = createPublish({
  queues: createQueues({ aws: dynamodb.config, fanoutUrl, deliverUrl }),
  log: createLog({ base: { function: 'publish' }, dimensions: { Stage: stage } }),
});
