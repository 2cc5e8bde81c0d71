import { access, readdir } from 'node:fs/promises';
import { keepInFolder } from '../../../functions/watch/keeping-in-folder.ts';
import { createDocuments, createLocalDynamo, createSqs } from '../../local/aws/clients.ts';
import { type Endpoints, readEndpoints } from '../../local/aws/endpoints.ts';
import { ensureQueues } from '../../local/aws/queues.ts';
import { ensureTable } from '../../local/aws/table.ts';
import { documentsIn, masterSecretIn, openDataDirectory } from '../../local/data-directory.ts';
import { startEngine } from '../../local/engine/engine.ts';
import { knock } from '../../local/reach.ts';
import { Refusal } from '../../local/refusal.ts';
import { createFileKeeper } from '../secrets/secret-keeper.ts';
import { surroundings } from '../surroundings.ts';
import { type Deployment, deploymentOf, type Where } from './deployment.ts';

export type Opening = { creates?: boolean };

const localTable = 'tracker';

export const dataDirectory = (): string => surroundings().env.DATA_DIR || '.data';

/** Whether the options mean this machine's laptop and there is none. */
export async function isNowhere({ stage, table, dynamodbEndpoint }: Where): Promise<boolean> {
  if (stage || table || dynamodbEndpoint) return false;
  const there = await readdir(dataDirectory()).catch(() => []);
  return there.length === 0;
}

/** The laptop running over DATA_DIR, or else its database, opened for the command. */
export async function openLaptop({ url }: Where, { creates }: Opening): Promise<Deployment> {
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

const refuseMissing = (dataDir: string): never => {
  throw new Refusal(`There is no laptop here (DATA_DIR ${dataDir}): run npm start, or give --stage <name>.`);
};

const patience = 3000;

const answers = (endpoint: string): Promise<boolean> =>
  knock(endpoint, patience).then(
    () => true,
    () => false,
  );

export async function localMessaging(endpoint: string): Promise<NonNullable<Deployment['messaging']>> {
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
