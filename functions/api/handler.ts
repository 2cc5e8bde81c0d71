import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readConfig } from '../lib/config.ts';
import { createLog } from '../lib/log.ts';
import { createStore, documentsOf } from '../store/index.ts';
import { createApi } from './api.ts';
import { warmUp } from './warm-up.ts';

const { table, publicUrl, version } = readConfig(process.env);

export const handler = createApi({
  store: createStore({ client: documentsOf(new DynamoDBClient()), table, publicUrl }),
  now: () => new Date().toISOString(),
  log: createLog({ base: { function: 'api' } }),
  publicUrl,
  version,
});

await warmUp(handler);
