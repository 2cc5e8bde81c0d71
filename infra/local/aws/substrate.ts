import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { DataDirectory } from '../data-directory.ts';
import { type Engine, startEngine } from '../engine/engine.ts';
import { triedEngine } from '../engine/engine-path.ts';
import { rememberReads } from '../engine/remembering.ts';
import { countWrites } from '../engine/writes.ts';
import { isUsual } from '../hidden-address.ts';
import { reach } from '../reach.ts';
import { Refusal } from '../refusal.ts';
import type { Settings } from '../settings.ts';
import { createDocuments, createLocalDynamo, createSqs, createStreams } from './clients.ts';
import { ensureQueues, startSqs } from './queues.ts';
import { ensureTable } from './table.ts';

export type Substrate = Awaited<ReturnType<typeof openSubstrate>>;

/** Takes the undoing of each step as soon as the step is done. */
type Undo = (step: () => Promise<void> | void) => void;

/** Opens the table and the queues: embedded, or where the settings say. */
export async function openSubstrate(settings: Settings, directory: DataDirectory, undo: Undo) {
  const [database, messaging] = await Promise.all([
    openDatabase(settings, directory, undo),
    openQueues(settings, undo),
  ]);
  const endpoints = { dynamodb: database.endpoint, sqs: messaging.endpoint };
  return { ...database, ...messaging, endpoints };
}

async function openDatabase(settings: Settings, directory: DataDirectory, undo: Undo) {
  const { dynamodbEndpoint, table = 'tracker' } = settings;
  const engine = dynamodbEndpoint ? undefined : await embed(directory.database, undo);
  const endpoint = dynamodbEndpoint ?? engine?.endpoint ?? '';
  const raw = createLocalDynamo(endpoint);
  const client = createDocuments(raw);
  const writes = engine && (await countWrites(directory.database));
  if (writes) {
    undo(writes.end);
    rememberReads(client, writes);
  }
  const make = () => ensureTable({ raw, client }, table);
  const given = { name: 'DYNAMODB_ENDPOINT', service: 'DynamoDB', endpoint };
  await (dynamodbEndpoint ? reach(given, make) : make());
  const { Table } = await raw.send(new DescribeTableCommand({ TableName: table }));
  const streamArn = Table?.LatestStreamArn;
  if (!streamArn) throw new Refusal(`Table ${table} has no stream, and webhooks are sent from it`);
  return { engine, writes, endpoint, table, client, streams: createStreams(endpoint), streamArn };
}

async function embed(file: string, undo: Undo): Promise<Engine> {
  const engine = await startEngine({ file });
  undo(engine.stop);
  return engine;
}

async function openQueues({ sqsEndpoint }: Settings, undo: Undo) {
  const server = sqsEndpoint ? undefined : await startSqs();
  if (server) undo(server.stop);
  const endpoint = sqsEndpoint ?? server?.endpoint ?? '';
  const sqs = createSqs(endpoint);
  const make = () => ensureQueues(sqs);
  const given = { name: 'SQS_ENDPOINT', service: 'SQS', endpoint };
  return {
    endpoint,
    sqs,
    isQueueHere: server !== undefined,
    queues: await (sqsEndpoint ? reach(given, make) : make()),
  };
}

/** What the user should know about the parts in use, such as an untried engine. */
export function doubtsAbout({ engine, isQueueHere, endpoints }: Substrate): string[] {
  const findable = [engine && endpoints.dynamodb, isQueueHere && endpoints.sqs].filter(
    (endpoint) => endpoint && isUsual(new URL(endpoint).hostname),
  );
  return [
    ...(findable.length > 0
      ? [
          `This system gives out no loopback address but 127.0.0.1: a web page open on this machine may find the database and the queues by trying ports, and they believe whoever finds them`,
        ]
      : []),
    ...(engine && engine.version !== triedEngine
      ? [`The embedded database is dynoxide ${engine.version}; this project was tried with ${triedEngine}`]
      : []),
  ];
}
