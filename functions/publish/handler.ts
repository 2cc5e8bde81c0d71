import { SQSClient } from '@aws-sdk/client-sqs';
import { readConfig } from '../lib/config.ts';
import { createLog } from '../lib/log.ts';
import { createQueues } from '../lib/queues.ts';
import { createPublish } from './publish.ts';

const { fanoutUrl, deliverUrl } = readConfig(process.env);

export const handler = createPublish({
  queues: createQueues({ client: new SQSClient(), fanoutUrl, deliverUrl }),
  log: createLog({ base: { function: 'publish' } }),
});
