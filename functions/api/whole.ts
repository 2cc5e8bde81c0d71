import { publicOnly } from '../core/webhook/guard/address-policy.ts';
import type { Aws } from '../lib/aws-call.ts';
import type { Config } from '../lib/config.ts';
import { createMasterSecret } from '../lib/master-secret.ts';
import { createQueues } from '../lib/queues.ts';
import { createStore, type StoreSettings } from '../store/index.ts';
import { createApi } from './api.ts';
import type { ReadDeps } from './deps.ts';

/** Everything, on what reading has begun with. */
export function createWhole(deps: ReadDeps, config: Config, settings: StoreSettings & { aws: Aws }) {
  const { publicUrl, perDomain, masterSecret, fanoutUrl, deliverUrl } = config;
  const { aws } = settings;
  const secrets = createMasterSecret(masterSecret, aws);
  return createApi({
    ...deps,
    store: createStore(settings),
    perDomain,
    queues: createQueues({ aws, fanoutUrl, deliverUrl }),
    masterSecret: secrets.of,
    newestGeneration: secrets.newest,
    addressPolicy: publicOnly({ ownHosts: [new URL(publicUrl).hostname] }),
  });
}
