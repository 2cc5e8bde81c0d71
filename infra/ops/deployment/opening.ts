import { SQSClient } from '@aws-sdk/client-sqs';
import { readSchemaVersion } from '../../../functions/store/copy/export.ts';
import { createDynamo as createAwsDynamo } from '../../../functions/store/documents.ts';
import { schemaVersion } from '../../../functions/store/schema.ts';
import type { Keep } from '../../../functions/watch/keeping.ts';
import { keepInFolder } from '../../../functions/watch/keeping-in-folder.ts';
import { keepInS3 } from '../../../functions/watch/keeping-in-s3.ts';
import { createLocalDynamo } from '../../local/aws/clients.ts';
import { documentsIn } from '../../local/data-directory.ts';
import { Refusal } from '../../local/refusal.ts';
import { createAwsKeeper, createFileKeeper } from '../secrets/secret-keeper.ts';
import { surroundings } from '../surroundings.ts';
import { note } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type Deployment, deploymentOf, type Where } from './deployment.ts';
import { dataDirectory, localMessaging, type Opening, openLaptop } from './laptop.ts';
import { readOutputs } from './outputs.ts';

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
        ...(dead.watchDeadLetters && { watchDeadLetters: dead.watchDeadLetters }),
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

/** Refuses, because nothing may rest on a document that is not kept. */
const keepNowhere: Keep = async () => {
  throw new Refusal('This stage keeps no documents: deploy it with -c watchContact=you@example.org first.');
};

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
