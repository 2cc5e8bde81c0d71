import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readConfig } from '../lib/config.ts';
import { createLog } from '../lib/log.ts';
import { createQueues } from '../lib/queues.ts';
import { createPublish } from './publish.ts';

const { fanoutUrl, deliverUrl } = readConfig(process.env);
const dynamodb = new DynamoDBClient();

export const handler = createPublish({
  queues: createQueues({ aws: dynamodb.config, fanoutUrl, deliverUrl }),
  log: createLog({ base: { function: 'publish' } }),
});
