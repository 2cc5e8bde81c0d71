import type { DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { createApi } from '../../../functions/api/api.ts';
import { loopbackAllowed, publicOnly } from '../../../functions/core/webhook/guard/address-policy.ts';
import { createDeliver } from '../../../functions/deliver/deliver.ts';
import { resolveInDns } from '../../../functions/deliver/resolver.ts';
import { createSend } from '../../../functions/deliver/send.ts';
import { createFanout } from '../../../functions/fanout/fanout.ts';
import { clientLimitOf } from '../../../functions/lib/config.ts';
import type { Log } from '../../../functions/lib/log.ts';
import type { MasterSecrets } from '../../../functions/lib/master-secret.ts';
import type { Queues } from '../../../functions/lib/queues.ts';
import { createPages } from '../../../functions/pages/pages.ts';
import { createPublish } from '../../../functions/publish/publish.ts';
import type { Store } from '../../../functions/store/index.ts';
import { createSweep } from '../../../functions/sweep/sweep.ts';
import { clientReadUnits } from '../../wiring.ts';
import type { BatchAnswer } from '../pumps/failures.ts';
import type { Invoke } from '../pumps/invoke.ts';
import type { Settings } from '../settings.ts';
import type { Api } from './gateway.ts';

export type LocalFunctions = {
  api: Api;
  pages: Api;
  publish: Invoke<DynamoDBStreamEvent, BatchAnswer>;
  fanout: Invoke<SQSEvent, BatchAnswer>;
  deliver: Invoke<SQSEvent, BatchAnswer>;
  sweep: Invoke<unknown, unknown>;
};

export type FunctionDeps = {
  store: Store;
  queues: Queues;
  now: () => string;
  log: Log;
  publicUrl: string;
  version: string;
  masterSecret: MasterSecrets;
  egress: Settings['egress'];
  perDomain?: number;
  loading?: () => { done: number; of: number } | null;
};

/** The functions of `functions/`, made as their handlers make them but for what they stand on. */
export function createFunctions({ egress, ...given }: FunctionDeps): LocalFunctions {
  const ownHosts = [new URL(given.publicUrl).hostname];
  const addressPolicy = egress === 'public' ? publicOnly({ ownHosts }) : loopbackAllowed();
  const send = createSend({ policy: addressPolicy, resolve: resolveInDns });
  const { of: masterSecret, newest: newestGeneration } = given.masterSecret;
  const deps = { ...given, masterSecret, newestGeneration, addressPolicy };
  return {
    api: createApi({ ...deps, clientLimit: clientLimitOf(clientReadUnits) }),
    pages: createPages(deps),
    publish: createPublish(deps),
    fanout: createFanout(deps),
    deliver: createDeliver({ ...deps, send }),
    sweep: createSweep(deps),
  };
}
