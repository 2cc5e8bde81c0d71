import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createLog, type Log } from '../../functions/lib/log.ts';
import { createMasterSecret } from '../../functions/lib/master-secret.ts';
import { createQueues } from '../../functions/lib/queues.ts';
import { backfillRosters } from '../../functions/store/copy/backfill.ts';
import { createStore } from '../../functions/store/index.ts';
import { functionSettings } from '../wiring.ts';
import { announceEndpoints } from './aws/endpoints.ts';
import { startEventSources } from './aws/event-sources.ts';
import { createFunctions, type LocalFunctions } from './aws/functions.ts';
import { byPath, type Gateway, openGateway } from './aws/gateway.ts';
import { doubtsAbout, openSubstrate, type Substrate } from './aws/substrate.ts';
import { type DataDirectory, keepMasterSecret, openDataDirectory } from './data-directory.ts';
import { keepEditorKey } from './editor-key.ts';
import { rememberUnchanged } from './engine/unchanged.ts';
import { seed } from './loading/seeding.ts';
import { countBacklog } from './pumps/backlog.ts';
import { createPositions } from './pumps/position.ts';
import type { Settings } from './settings.ts';
import { createTroubleFinder } from './trouble.ts';
import { version } from './version.ts';

export type Laptop = {
  /** Base URL without a trailing slash. */
  url: string;
  editorKey: string;
  /** Whether this start issued the key. */
  isFirst: boolean;
  /** Ends the load of States on which no document calls; the next start continues it. */
  stopLoading(): Promise<void>;
  /** Settles with a reason if the engine ends by itself, after which nothing works. */
  broken: Promise<string>;
  /** Accepts nothing new, finishes what is under way, then stops the engine. */
  stop(): Promise<void>;
};

export type LaptopOptions = Partial<Omit<Settings, 'log'>> & {
  dataDir: string;
  log?: Log;
  now?: () => string;
};

/** Requests that keep the engine busy; more would only wait for it. */
const requestsOfSenders = 16;

/** Starts the whole system in this process. If it cannot finish, it undoes what it began. */
export async function startLaptop(options: LaptopOptions): Promise<Laptop> {
  const undoing: (() => Promise<void> | void)[] = [];
  const undo: Undo = (step) => void undoing.unshift(step);
  const stop = async () => {
    for (const step of undoing.splice(0)) await step();
  };
  try {
    return { ...(await start(options, undo)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const isWrite = ({ requestContext }: APIGatewayProxyEventV2): boolean =>
  !['GET', 'HEAD', 'OPTIONS'].includes(requestContext.http.method);

type Undo = (step: () => Promise<void> | void) => void;

async function start(options: LaptopOptions, undo: Undo) {
  const { now = () => new Date().toISOString(), log = createLog(), ...given } = options;
  const settings: Settings = { port: 0, host: '127.0.0.1', egress: 'loopback', ...given };
  const directory = await openDataDirectory(settings.dataDir);
  undo(directory.release);
  const { timeout } = functionSettings.api;
  const gateway = await openGateway({ host: settings.host, port: settings.port, timeout, log });
  undo(gateway.stop);
  const substrate = await openSubstrate(settings, directory, undo);
  for (const warning of doubtsAbout(substrate)) log.warn(warning);
  const url = `${gateway.url}${settings.basePath ?? ''}`;
  const ground = { settings, directory, substrate, url, now, log };
  const record = await openRecord(ground);
  undo(record.seeding.stop);
  serve(ground, record, gateway, undo);
  undo(await announceEndpoints(settings.dataDir, { url, table: substrate.table, ...substrate.endpoints }));
  const broken = new Promise<string>((resolve) => {
    substrate.engine?.exited.then(() => resolve('The database engine ended by itself; start again'));
  });
  const { key, seeding } = record;
  return { url, editorKey: key.text, isFirst: key.isNew, broken, stopLoading: seeding.stop };
}

/** What everything else stands on. */
type Ground = {
  settings: Settings;
  directory: DataDirectory;
  substrate: Substrate;
  url: string;
  now: () => string;
  log: Log;
};

/** The store with what is loaded into it, and the keys to it. */
async function openRecord({ directory, substrate, url, now, log }: Ground) {
  const { client, table, sqs, endpoints } = substrate;
  const store = createStore({ client, table, publicUrl: url });
  await keepMasterSecret(directory.masterSecret);
  const masterSecret = createMasterSecret({ file: directory.masterSecret }, sqs.config);
  const key = await keepEditorKey({
    store,
    file: directory.editorKey,
    now: now(),
    secrets: masterSecret,
    warn: (message) => log.warn(message),
  });
  await backfillRosters({ client, table }, (states) => log.info('Rosters are being made', { states }));
  const at = { endpoint: endpoints.dynamodb, table, publicUrl: url };
  const seeding = await seed({ store, at, now, log });
  return { store, masterSecret, key, seeding };
}

type OpenRecord = Awaited<ReturnType<typeof openRecord>>;

/** Connects the functions to the gateway and the event sources. What is undone ends the gateway first. */
function serve(ground: Ground, record: OpenRecord, gateway: Gateway, undo: Undo): void {
  const { settings, directory, substrate, now, log } = ground;
  const { seeding } = record;
  const sending = countBacklog(substrate.client, requestsOfSenders);
  const functions = functionsOn(ground, record, sending.client);
  const positions = createPositions(directory.positions);
  undo(startEventSources({ substrate, functions, positions, sending, log }).stop);
  undo(seeding.stop);
  undo(gateway.stop);
  const { writes } = substrate;
  const all = byPath(functions, settings.basePath);
  const answer: typeof all = (event) => (isWrite(event) ? seeding.letPass(() => all(event)) : all(event));
  gateway.serve(answer, writes && rememberUnchanged(writes, now));
}

function functionsOn(
  { settings, directory, substrate, url, now, log }: Ground,
  { store, masterSecret, seeding }: OpenRecord,
  sender: DynamoDBDocumentClient,
): LocalFunctions {
  const { table, sqs, queues, endpoints } = substrate;
  const urls = { fanoutUrl: queues.fanout.url, deliverUrl: queues.deliver.url };
  return createFunctions({
    store,
    sendingStore: createStore({ client: sender, table, publicUrl: url }),
    loading: seeding.loading,
    queues: createQueues({ aws: sqs.config, endpoint: endpoints.sqs, ...urls }),
    now,
    log,
    publicUrl: url,
    version,
    masterSecret,
    findTrouble: createTroubleFinder({ dynamodb: endpoints.dynamodb, dataDir: settings.dataDir }),
    egress: settings.egress,
    ...(settings.watch && { watch: { ...settings.watch, folder: directory.documents } }),
    ...(settings.perDomain !== undefined && { perDomain: settings.perDomain }),
  });
}
