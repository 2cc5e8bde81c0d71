import { readConfig } from '../lib/config.ts';
import { createLog } from '../lib/log.ts';
import { createDynamo, documentsOf } from '../store/documents.ts';
import { createReader } from '../store/record/reader.ts';
import { createPages } from './pages.ts';

const { table, publicUrl, basePath, version, stage, clientLimit } = readConfig(process.env);

export const handler = createPages({
  store: createReader({ client: documentsOf(createDynamo()), table }),
  now: () => new Date().toISOString(),
  log: createLog({ base: { function: 'pages' }, dimensions: { Stage: stage } }),
  publicUrl,
  basePath,
  version,
  clientLimit,
});
