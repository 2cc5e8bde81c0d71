import { access, readdir } from 'node:fs/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readSchemaVersion } from '../../functions/store/copy/export.ts';
import type { Db } from '../../functions/store/db.ts';
import { createDynamo as createAwsDynamo } from '../../functions/store/documents.ts';
import { createStore, type Store } from '../../functions/store/index.ts';
import { schemaVersion } from '../../functions/store/schema.ts';
import type { Keep } from '../../functions/watch/keeping.ts';
import { keepInFolder } from '../../functions/watch/keeping-in-folder.ts';
import { keepInS3 } from '../../functions/watch/keeping-in-s3.ts';
import { createDocuments, createLocalDynamo, createSqs } from '../local/aws/clients.ts';
import { type Endpoints, readEndpoints } from '../local/aws/endpoints.ts';
import { ensureQueues } from '../local/aws/queues.ts';
import { ensureTable } from '../local/aws/table.ts';
import { documentsIn, masterSecretIn, openDataDirectory } from '../local/data-directory.ts';
import { startEngine } from '../local/engine/engine.ts';
import { knock } from '../local/reach.ts';
import { Refusal } from '../local/refusal.ts';
import { readOutputs } from './outputs.ts';
import { createAwsKeeper, createFileKeeper, type SecretKeeper } from './secrets/secret-keeper.ts';
import { surroundings } from './surroundings.ts';
import { note } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export type QueueUrls = Record<'fanout' | 'deliver', { url: string; deadLetters: string }> & {
  publishDeadLetters: string;
  sweepDeadLetters: string;
};

/** One deployment of the tracker, wherever it runs, and how to reach its parts. */
export type Deployment = {
  label: string;
  url: string;
  dynamodb: DynamoDBClient;
  db: Db;
  store: Store;
  /** Undefined if there are no queues to reach, as for a stopped laptop. */
  messaging: { sqs: SQSClient; queues: QueueUrls } | undefined;
  /** Undefined if nothing says where it is. */
  masterSecret: SecretKeeper | undefined;
  /** Keeps a depositary's document unchanged, by its SHA-256. */
  keepDocument: Keep;
  close(): Promise<void>;
};

/** The options that choose a deployment. */
export type Where = {
  stage?: string;
  local?: boolean;
  url?: string;
  table?: string;
  dynamodbEndpoint?: string;
  sqsEndpoint?: string;
};

type Opening = { creates?: boolean };

/**
 * Opens the deployment that the options name, or else this machine's laptop, and says which. Only with `creates` may a
 * laptop that was never started be made; nothing else creates a table.
 */
export async function openDeployment(where: Where, opening: Opening = {}): Promise<Deployment> {
  const deployment = await found(where, opening);
  note(`Operating on ${deployment.label}.`);
  try {
    await checkVersion(deployment);
  } catch (error) {
    await deployment.close();
    throw error;
  }
  return deployment;
}

function found(where: Where, opening: Opening): Promise<Deployment> {
  const { stage, local, table, dynamodbEndpoint } = where;
  if (stage && (local || table || dynamodbEndpoint))
    throw new UsageError('--stage says it all: leave out --local, --table and the endpoints.');
  if (stage) return openStage(stage, where);
  return table || dynamodbEndpoint ? openGiven(where) : openLaptop(where, opening);
}

async function openStage(stage: string, { url }: Where): Promise<Deployment> {
  const outputs = await readOutputs(stage);
  const client = createAwsDynamo();
  const sqs = new SQSClient({});
  const { fanout, deliver, fanoutDeadLetters, deliverDeadLetters, ...dead } = outputs;
  return deploymentOf({
    label: `stage ${stage}, version ${outputs.version}, at ${outputs.url} (table ${outputs.table})`,
    url: url ?? outputs.url,
    client,
    table: outputs.table,
    messaging: {
      sqs,
      queues: {
        fanout: { url: fanout, deadLetters: fanoutDeadLetters },
        deliver: { url: deliver, deadLetters: deliverDeadLetters },
        publishDeadLetters: dead.publishDeadLetters,
        sweepDeadLetters: dead.sweepDeadLetters,
      },
    },
    keepDocument: outputs.documents ? keepInS3(outputs.documents) : keepNowhere,
    masterSecret: createAwsKeeper(outputs.masterSecret, client.config),
  });
}

async function openGiven({ table, dynamodbEndpoint, sqsEndpoint, url }: Where): Promise<Deployment> {
  if (!table || !dynamodbEndpoint || !url)
    throw new UsageError('Without --stage or --local, give --table, --dynamodb-endpoint and --url together.');
  const file = surroundings().env.MASTER_SECRET_FILE;
  return deploymentOf({
    label: `table ${table} at ${dynamodbEndpoint}, served at ${url}`,
    url,
    client: createLocalDynamo(dynamodbEndpoint),
    table,
    messaging: sqsEndpoint ? await localMessaging(sqsEndpoint) : undefined,
    keepDocument: keepInFolder(documentsIn(dataDirectory())),
    masterSecret: file ? createFileKeeper(file) : undefined,
  });
}

const localTable = 'tracker';

const dataDirectory = (): string => surroundings().env.DATA_DIR || '.data';

/** Whether the options mean this machine's laptop and there is none. */
export async function isNowhere({ stage, table, dynamodbEndpoint }: Where): Promise<boolean> {
  if (stage || table || dynamodbEndpoint) return false;
  const there = await readdir(dataDirectory()).catch(() => []);
  return there.length === 0;
}

/** The laptop running over DATA_DIR, or else its database, opened for the command. */
async function openLaptop({ url }: Where, { creates }: Opening): Promise<Deployment> {
  const dataDir = dataDirectory();
  const running = await readEndpoints(dataDir);
  if (running && (await answers(running.dynamodb))) return openRunning(running, url);
  const served =
    url ?? `http://${surroundings().env.HOST || '127.0.0.1'}:${surroundings().env.PORT || '8787'}`;
  if (!creates) await access(dataDir).catch(() => refuseMissing(dataDir));
  const directory = await openDataDirectory(dataDir);
  const given = surroundings().env.DYNAMODB_ENDPOINT;
  const engine = given ? undefined : await startEngine({ file: directory.database });
  const client = createLocalDynamo(given ?? engine?.endpoint ?? '');
  const deployment = deploymentOf({
    label: `this laptop, which is stopped (DATA_DIR ${dataDir})`,
    url: served,
    client,
    table: localTable,
    messaging: undefined,
    keepDocument: keepInFolder(directory.documents),
    masterSecret: createFileKeeper(directory.masterSecret),
  });
  const close = async () => {
    await deployment.close();
    await engine?.stop();
    await directory.release();
  };
  try {
    await ensureTable({ raw: client, client: createDocuments(client) }, localTable);
  } catch (error) {
    await close();
    throw error;
  }
  return { ...deployment, close };
}

async function openRunning({ url, table, dynamodb, sqs }: Endpoints, given?: string): Promise<Deployment> {
  return deploymentOf({
    label: `this laptop at ${url} (DATA_DIR ${dataDirectory()})`,
    url: given ?? url,
    client: createLocalDynamo(dynamodb),
    table,
    messaging: await localMessaging(sqs),
    keepDocument: keepInFolder(documentsIn(dataDirectory())),
    masterSecret: createFileKeeper(masterSecretIn(dataDirectory())),
  });
}

/** Refuses, because nothing may rest on a document that is not kept. */
const keepNowhere: Keep = async () => {
  throw new Refusal('This stage keeps no documents: deploy it with -c watchContact=you@example.org first.');
};

const refuseMissing = (dataDir: string): never => {
  throw new Refusal(`There is no laptop here (DATA_DIR ${dataDir}): run npm start, or give --stage <name>.`);
};

const patience = 3000;

const answers = (endpoint: string): Promise<boolean> =>
  knock(endpoint, patience).then(
    () => true,
    () => false,
  );

async function localMessaging(endpoint: string): Promise<NonNullable<Deployment['messaging']>> {
  const sqs = createSqs(endpoint);
  const { fanout, deliver, publishDeadLetters, sweepDeadLetters } = await ensureQueues(sqs);
  const pair = (queue: typeof fanout) => ({ url: queue.url, deadLetters: queue.deadLetters.url });
  return {
    sqs,
    queues: {
      fanout: pair(fanout),
      deliver: pair(deliver),
      publishDeadLetters: publishDeadLetters.url,
      sweepDeadLetters: sweepDeadLetters.url,
    },
  };
}

type Parts = Pick<Deployment, 'label' | 'url' | 'messaging' | 'masterSecret' | 'keepDocument'> & {
  client: DynamoDBClient;
  table: string;
};

function deploymentOf({ client, table, ...given }: Parts): Deployment {
  const db = { client: createDocuments(client), table };
  const url = given.url.replace(/\/+$/, '');
  return {
    ...given,
    url,
    dynamodb: client,
    db,
    store: createStore({ ...db, publicUrl: url }),
    close: async () => {
      client.destroy();
      given.messaging?.sqs.destroy();
    },
  };
}

async function checkVersion({ db }: Deployment): Promise<void> {
  const version = await readSchemaVersion(db).catch((error) => refuseUnreachable(error, db.table));
  if (version === undefined || version === schemaVersion) return;
  throw new Refusal(
    `Table ${db.table} has schema version ${version}, but this program knows version ${schemaVersion}; use the matching release.`,
  );
}

function refuseUnreachable(error: Error & { code?: string }, table: string): never {
  if (error.name === 'ResourceNotFoundException') throw new Refusal(`There is no table ${table} there.`);
  if (error.code === 'ECONNREFUSED' || error.code === 'ENOTFOUND')
    throw new Refusal(`Nothing answers where table ${table} should be (${error.code}).`);
  throw error;
}
