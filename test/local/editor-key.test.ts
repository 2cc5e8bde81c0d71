import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type ApiKey, isSealedBy, parseKey } from '../../functions/core/api-key.ts';
import { keepEditorKey } from '../../infra/local/editor-key.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { storeOf } from '../support/record-fixture.ts';
import { secretsOf, testMaster } from '../support/sealing.ts';

const now = '2026-11-01T00:00:00.000Z';

let table: TestTable;
let file: string;
let said: string[];
beforeEach(async () => {
  table = await freshTable();
  const dir = await mkdtemp(join(tmpdir(), 'tracker-editor-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  file = join(dir, 'editor-key');
  said = [];
});

const start = (master = testMaster) =>
  keepEditorKey({
    store: storeOf(table),
    file,
    now,
    secrets: secretsOf(master),
    warn: (message) => said.push(message),
  });

async function started(): Promise<{ id: string; key: () => Promise<ApiKey> }> {
  const { id = '' } = parseKey((await start()).text) ?? {};
  const key = async () => (await storeOf(table).keys.get(id)) ?? expect.fail(`no key ${id}`);
  return { id, key };
}

const put = ({ owner, id, ...body }: Record<string, unknown>) =>
  table.client.send(
    new PutCommand({
      TableName: table.name,
      Item: { pk: `KEY#${id}`, sk: 'META', owner, body: { owner, id, ...body } },
    }),
  );

const isOpen = async (key: ApiKey, master = testMaster) => key.revokedAt === null && isSealedBy(key, master);

test('the first start makes a key that opens; a later one finds it and says nothing', async () => {
  const { key } = await started();
  expect(await isOpen(await key())).toBe(true);
  expect(await start()).toEqual({ text: (await readFile(file, 'utf8')).trim(), isNew: false });
  expect(said).toEqual([]);
});

test('no start opens again a key that was revoked, whoever takes the note of that away', async () => {
  const { id, key } = await started();
  await storeOf(table).keys.revoke(id, { now, by: 'operator' });
  await start();
  expect(said).toEqual([]);
  await put({ ...(await key()), revokedAt: null });
  await start();
  expect(await isOpen(await key())).toBe(false);
  expect(said).toEqual([expect.stringContaining(`keys seal ${id}`)]);
});

test.each<[string, (key: ApiKey) => object]>([
  ['with other scopes', (key) => ({ ...key, scopes: ['actions:write'] })],
  ['without its seal', ({ seal: _, ...key }) => key],
  ['with a seal made up', (key) => ({ ...key, seal: { generation: 1, mac: 'A'.repeat(43) } })],
])('no start seals what it finds in the table %s', async (_how, forged) => {
  const { key } = await started();
  await put({ ...forged(await key()) });
  await start();
  expect(await isOpen(await key())).toBe(false);
  expect(said).toEqual([expect.stringContaining(`${file} opens nothing`)]);
});

test('under another master secret it opens nothing, until its file is deleted and a new one made', async () => {
  const other = Buffer.alloc(32, 9);
  const { key } = await started();
  await start(other);
  expect(await isOpen(await key(), other)).toBe(false);
  expect(said).toEqual([expect.stringContaining('delete the file')]);
  await rm(file);
  const { id = '' } = parseKey((await start(other)).text) ?? {};
  const made = (await storeOf(table).keys.get(id)) ?? expect.fail('no key was made');
  expect(await isOpen(made, other)).toBe(true);
});
