import type { DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { createApi } from '../../../functions/api/api.ts';
import {
  type AddressPolicy,
  loopbackAllowed,
  publicOnly,
} from '../../../functions/core/webhook/guard/address-policy.ts';
import { createDeliver } from '../../../functions/deliver/deliver.ts';
import { resolveInDns } from '../../../functions/deliver/posting/resolver.ts';
import { createSend } from '../../../functions/deliver/posting/send.ts';
import { createFanout } from '../../../functions/fanout/fanout.ts';
import { clientLimitOf } from '../../../functions/lib/config.ts';
import type { LoadingProgress } from '../../../functions/lib/http/middleware/incomplete.ts';
import type { Log } from '../../../functions/lib/log.ts';
import type { MasterSecrets } from '../../../functions/lib/master-secret.ts';
import type { Queues } from '../../../functions/lib/queues.ts';
import { createPages } from '../../../functions/pages/pages.ts';
import { createPublish } from '../../../functions/publish/publish.ts';
import type { Store } from '../../../functions/store/index.ts';
import { createSweep } from '../../../functions/sweep/sweep.ts';
import { agentOf } from '../../../functions/watch/agent.ts';
import { createFetch } from '../../../functions/watch/fetching.ts';
import { keepInFolder } from '../../../functions/watch/keeping-in-folder.ts';
import { createWatch } from '../../../functions/watch/watch.ts';
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
  /** Undefined unless watching was asked for. */
  watch: { invoke: Invoke<unknown, unknown>; abort: () => void } | undefined;
};

export type FunctionDeps = {
  store: Store;
  /** The senders' store; the common one unless given. */
  sendingStore?: Store;
  queues: Queues;
  now: () => string;
  log: Log;
  publicUrl: string;
  version: string;
  masterSecret: MasterSecrets;
  findTrouble: () => Promise<string | null>;
  egress: Settings['egress'];
  perDomain?: number;
  loading?: () => LoadingProgress | null;
  watch?: WatchSettings | undefined;
};

/** The contact given to depositaries, and the folder for their documents. */
export type WatchSettings = { contact: string; folder: string; records: boolean };

/** The functions of `functions/`, made as their handlers make them, on the laptop's own parts. */
export function createFunctions({ egress, ...given }: FunctionDeps): LocalFunctions {
  const ownHosts = [new URL(given.publicUrl).hostname];
  const addressPolicy = egress === 'public' ? publicOnly({ ownHosts }) : loopbackAllowed();
  const send = createSend({ policy: addressPolicy, resolve: resolveInDns });
  const { of: masterSecret, newest: newestGeneration } = given.masterSecret;
  const deps = { ...given, masterSecret, newestGeneration, addressPolicy };
  const clientLimit = clientLimitOf(clientReadUnits);
  return {
    api: createApi({ ...deps, clientLimit }),
    pages: createPages({ ...deps, clientLimit }),
    publish: createPublish(deps),
    fanout: createFanout(deps),
    deliver: createDeliver({ ...deps, store: given.sendingStore ?? given.store, send }),
    sweep: createSweep(deps),
    watch: given.watch && watchOf(given, given.watch, addressPolicy),
  };
}

function watchOf(
  { store, now, log, version }: Omit<FunctionDeps, 'egress'>,
  { contact, folder, records }: WatchSettings,
  policy: AddressPolicy,
) {
  const agent = agentOf(version, contact);
  const stopping = new AbortController();
  const round = createWatch({
    store,
    keep: keepInFolder(folder),
    fetch: createFetch({ policy, agent }),
    agent,
    now,
    log: log.with({ function: 'watch' }),
    recordPlain: records,
    signal: stopping.signal,
  });
  return { invoke: () => round(), abort: () => stopping.abort() };
}
