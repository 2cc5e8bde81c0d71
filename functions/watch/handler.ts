import { publicOnly } from '../core/webhook/guard/address-policy.ts';
import { readConfig } from '../lib/config.ts';
import { createLog } from '../lib/log.ts';
import { createDynamo, documentsOf } from '../store/documents.ts';
import { createStore } from '../store/index.ts';
import { agentOf } from './agent.ts';
import { createFetch } from './fetching.ts';
import { keepInS3 } from './keeping-in-s3.ts';
import { createWatch } from './watch.ts';

const { table, publicUrl, version, stage, watch } = readConfig(process.env);
const dynamodb = createDynamo();
const agent = agentOf(version, watch?.contact ?? '');

const round = createWatch({
  store: createStore({ client: documentsOf(dynamodb), table, publicUrl }),
  keep: keepInS3(watch?.bucket ?? ''),
  fetch: createFetch({ policy: publicOnly({ ownHosts: [new URL(publicUrl).hostname] }), agent }),
  agent,
  now: () => new Date().toISOString(),
  log: createLog({ base: { function: 'watch' }, dimensions: { Stage: stage } }),
  recordPlain: watch?.records ?? false,
});

export const handler = async () => {
  if (!watch) throw new Error('nobody is watched without a contact');
  return round();
};
