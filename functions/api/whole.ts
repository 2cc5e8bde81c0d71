import { publicOnly } from '../core/webhook/guard/address-policy.ts';
import type { Config } from '../lib/config.ts';
import { createMasterSecret } from '../lib/master-secret.ts';
import { type Aws, createQueues } from '../lib/queues.ts';
import { createEditor } from '../store/editor.ts';
import type { StoreSettings } from '../store/recorder.ts';
import { accessTo } from './access.ts';
import type { ApiDeps, ReadDeps } from './deps.ts';
import { answerBy } from './http/app.ts';
import { compressing } from './openapi/compressing.ts';
import { bundledTexts } from './openapi/texts.ts';
import { routes } from './routes.ts';

/** Makes the whole API on the client and reader that the function started with. */
export function createWhole(deps: ReadDeps, config: Config, settings: StoreSettings & { aws: Aws }) {
  const { publicUrl, perDomain, masterSecret, fanoutUrl, deliverUrl } = config;
  const { aws } = settings;
  const secrets = createMasterSecret(masterSecret, aws);
  const whole: ApiDeps = {
    ...deps,
    store: createEditor(settings),
    perDomain,
    texts: bundledTexts,
    queues: createQueues({ aws, fanoutUrl, deliverUrl }),
    masterSecret: secrets.of,
    newestGeneration: secrets.newest,
    addressPolicy: publicOnly({ ownHosts: [new URL(publicUrl).hostname] }),
  };
  return compressing(answerBy({ ...whole, access: accessTo(whole) }, routes).answer);
}
