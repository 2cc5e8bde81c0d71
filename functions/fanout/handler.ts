import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readConfig } from '../lib/config.ts';
import { createLog } from '../lib/log.ts';
import { createQueues } from '../lib/queues.ts';
import { createStore, documentsOf } from '../store/index.ts';
import { createFanout } from './fanout.ts';

const { table, publicUrl, fanoutUrl, deliverUrl } = readConfig(process.env);

export const handler = createFanout({
  store: createStore({ client: documentsOf(new DynamoDBClient()), table, publicUrl }),
  queues: createQueues({ client: new SQSClient(), fanoutUrl, deliverUrl }),
  now: () => new Date().toISOString(),
  log: createLog({ base: { function: 'fanout' } }),
});
