import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDocuments, createLocalDynamo } from '../../../infra/local/aws/clients.ts';
import { ensureTable } from '../../../infra/local/aws/table.ts';
import { type Engine, startEngine } from '../../../infra/local/engine/engine.ts';
import { rememberReads } from '../../../infra/local/engine/remembering.ts';
import { countWrites } from '../../../infra/local/engine/writes.ts';

const table = 'remembered';
const key = { pk: 'a', sk: 'b' };
let engine: Engine;
let file: string;
let requests = 0;

beforeAll(async () => {
  file = join(mkdtempSync(join(tmpdir(), 'remembering-')), 'tracker.db');
  engine = await startEngine({ file });
  const raw = createLocalDynamo(engine.endpoint);
  await ensureTable({ raw, client: createDocuments(raw) }, table);
});
afterAll(() => engine.stop());

/** A client that counts its requests. */
function client(): DynamoDBDocumentClient {
  const raw = createLocalDynamo(engine.endpoint);
  raw.middlewareStack.add(
    (next) => (args) => {
      requests += 1;
      return next(args);
    },
    { step: 'finalizeRequest' },
  );
  return createDocuments(raw);
}

const put = (into: DynamoDBDocumentClient, value: number) =>
  into.send(new PutCommand({ TableName: table, Item: { ...key, value } }));

const asking = (ConsistentRead: boolean) => new GetCommand({ TableName: table, Key: key, ConsistentRead });

test('an item that is read again goes to the engine only after somebody has written', async () => {
  const reader = client();
  const writes = await countWrites(file);
  rememberReads(reader, writes);
  const writer = client();
  for (let value = 1; value <= 50; value += 1) {
    await put(writer, value);
    const before = requests;
    const answers = await Promise.all([1, 2, 3].map(() => reader.send(asking(true))));
    expect(answers.map(({ Item }) => Item?.value)).toEqual([value, value, value]);
    expect((await reader.send(asking(true))).Item?.value).toBe(value);
    expect(requests - before).toBe(1);
  }
  writes.end();
});

test('what may be stale is never remembered, nor another item taken for it', async () => {
  const reader = client();
  const writes = await countWrites(file);
  rememberReads(reader, writes);
  const before = requests;
  const other = new GetCommand({ TableName: table, Key: { ...key, sk: 'c' }, ConsistentRead: true });
  for (const command of [asking(false), asking(false), asking(true)]) await reader.send(command);
  expect((await reader.send(other)).Item).toBeUndefined();
  expect(requests - before).toBe(4);
  writes.end();
});

test('without a file that it can read along, every read is the engine’s', async () => {
  const reader = client();
  const writes = await countWrites(join(file, 'nowhere'));
  rememberReads(reader, writes);
  const command = asking(true);
  const before = requests;
  await reader.send(command);
  await reader.send(command);
  expect(requests - before).toBe(2);
  writes.end();
});

test('a failed read is not remembered', async () => {
  const reader = client();
  const writes = await countWrites(file);
  rememberReads(reader, writes);
  const command = new GetCommand({ TableName: 'absent', Key: key, ConsistentRead: true });
  const before = requests;
  await expect(reader.send(command)).rejects.toThrow();
  await expect(reader.send(command)).rejects.toThrow();
  expect(requests - before).toBe(2);
  writes.end();
});
