import { readConfig } from '../lib/config.ts';
import { createLog } from '../lib/log.ts';
import { createDynamo, documentsOf } from '../store/documents.ts';
import { createReading } from '../store/record/reader.ts';
import { createAnswering } from './http/answering.ts';
import { readingFirst } from './http/reading-first.ts';
import { readings } from './readings.ts';

const config = readConfig(process.env);
const { table, publicUrl, version } = config;
const dynamodb = createDynamo();
const client = documentsOf(dynamodb);
const reading = createReading({ client, table });
const deps = {
  store: reading,
  now: () => new Date().toISOString(),
  log: createLog({ base: { function: 'api' }, dimensions: { Stage: config.stage } }),
  publicUrl,
  version,
};

export const handler = readingFirst(createAnswering(deps, readings), async () => {
  const { createWhole } = await import('./whole.ts');
  return createWhole(deps, config, { aws: dynamodb.config, client, table, publicUrl, reading });
});
