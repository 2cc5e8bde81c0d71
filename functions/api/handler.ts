import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readConfig } from '../lib/config.ts';
import { createLog } from '../lib/log.ts';
import { createStore } from '../store/index.ts';
import { createApi } from './api.ts';
import { warmUp } from './warm-up.ts';

const { table, publicUrl, version } = readConfig(process.env);

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
  marshallOptions: { removeUndefinedValues: true },
});

export const handler = createApi({
  store: createStore({ client, table, publicUrl }),
  now: () => new Date().toISOString(),
  log: createLog({ base: { function: 'api' } }),
  publicUrl,
  version,
});

await warmUp(handler);
