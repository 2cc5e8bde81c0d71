import { readConfig } from '../lib/config.ts';
import { answeringHead } from '../lib/http/answering.ts';
import { below } from '../lib/http/base-path.ts';
import { createLog } from '../lib/log.ts';
import { createDynamo, documentsOf } from '../store/documents.ts';
import { createReader } from '../store/record/reader.ts';
import { answerBy } from './http/app.ts';
import { readingFirst } from './reading-first.ts';
import { readings } from './readings.ts';

const config = readConfig(process.env);
const { table, publicUrl, version, clientLimit } = config;
const dynamodb = createDynamo();
const client = documentsOf(dynamodb);
const reader = createReader({ client, table });
const deps = {
  store: reader,
  now: () => new Date().toISOString(),
  log: createLog({ base: { function: 'api' }, dimensions: { Stage: config.stage } }),
  publicUrl,
  version,
  clientLimit,
};

const api = readingFirst(answerBy(deps, readings), async () => {
  const { createWhole } = await import('./whole.ts');
  return createWhole(deps, config, { aws: dynamodb.config, client, table, publicUrl, reader });
});

export const handler = below(config, answeringHead(api));
