import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportItems } from '../../functions/store/copy/export.ts';
import { unfinishedImport } from '../../functions/store/copy/import.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { anAction, storeOf, withRecord } from '../support/record-fixture.ts';
import { seal } from '../support/sealing.ts';
import { at, ops, startOps } from './cli.ts';

let dir: string;
let table: TestTable;
let archive: string;

const filler = 1500;

/** A record with keys, acts, and enough deliveries that writing it takes a while. */
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tracker-archive-'));
  table = await freshTable({ isTold: true });
  const store = await withRecord(table);
  await store.recording.recordActions('CHN', 'ilo-c029', [{ action: anAction() }], {
    now: () => '2023-01-02T00:00:00.000Z',
    by: 'fixture',
  });
  await store.keys.create(
    { owner: 'desk', name: 'editor', scopes: ['actions:write'] },
    { now: '2023-01-02T00:00:00.000Z', by: 'fixture', seal },
  );
  const rows = Array.from({ length: filler }, (_, n) => ({
    pk: 'SUBSCRIPTION#sub_1',
    sk: `DELIVERY#${String(n).padStart(12, '0')}`,
    body: { note: 'line\u2028separator', n },
  }));
  for (let from = 0; from < rows.length; from += 25)
    await Promise.all(
      rows
        .slice(from, from + 25)
        .map((Item) => table.client.send(new PutCommand({ TableName: table.name, Item }))),
    );
  archive = join(dir, 'record.ndjson');
  await ops(['export', archive, ...at(table)]);
});
afterAll(() => rm(dir, { recursive: true }));

async function everything({ client, name }: TestTable): Promise<number> {
  const { Count = 0 } = await client.send(new ScanCommand({ TableName: name, Select: 'COUNT' }));
  return Count;
}

test('an archive holds the record with its counts and checksum, and no credential', async () => {
  const text = await readFile(archive, 'utf8');
  const lines = text.trim().split('\n');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    schemaVersion: 1,
    items: lines.length - 2,
    counts: { action: 1, instrument: 1, 'instrument-version': 1, source: 1, state: 2, delivery: filler },
  });
  expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(text).not.toMatch(/secretHash|KEY#/);
});

test('an export, imported into an empty table, exports as the same bytes and goes on from there', async () => {
  const other = await freshTable({ isTold: true });
  const imported = await ops(['import', archive, '--json', ...at(other)]);
  expect(imported.code).toBe(0);
  const copy = join(dir, 'copy.ndjson');
  await ops(['export', copy, ...at(other)]);
  expect(await readFile(copy)).toEqual(await readFile(archive));
  const [was, is] = [await storeOf(table).record.head(), await storeOf(other).record.head()];
  expect(is).toEqual(was);
  const recorded = await storeOf(other).recording.recordActions(
    'CHN',
    'ilo-c029',
    [{ action: anAction({ kind: 'communication', doneOn: '2022-09-01' }) }],
    { now: () => '2023-02-01T00:00:00.000Z', by: 'test' },
  );
  expect(recorded.sequences).toEqual([was.sequence + 1]);
});

test('an existing file is not replaced unless told to', async () => {
  const { code, err } = await ops(['export', archive, ...at(table)]);
  expect(code).toBe(1);
  expect(err).toContain('exists already');
});

test('a file that cannot be written or read is said so in one plain line', async () => {
  const missing = join(dir, 'no-such-directory', 'record.ndjson');
  const line = async (args: string[]) => {
    const { code, out, err } = await ops([...args, ...at(table)]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    return err.trim().split('\n').slice(1);
  };
  expect(await line(['export', missing])).toEqual([
    `${missing} cannot be written: no such file or directory.`,
  ]);
  expect(await line(['import', missing])).toEqual([`${missing} cannot be read: no such file or directory.`]);
  expect(await line(['import', dir])).toEqual([`${dir} cannot be read: illegal operation on a directory.`]);
});

test.each([
  [
    'a changed byte',
    (text: string) => text.replace('1930-06-28', '1930-06-29'),
    'its checksum does not match',
  ],
  [
    'a lost line',
    (text: string) => text.split('\n').toSpliced(5, 1).join('\n'),
    'its checksum does not match',
  ],
  ['a lost end', (text: string) => text.slice(0, -200), 'is cut short'],
  [
    'another schema version',
    (text: string) => text.replace('"schemaVersion":1', '"schemaVersion":2'),
    'has schema version 2, this program knows version 1',
  ],
  ['no archive', () => 'hello\n', 'is cut short, or is no export'],
])('%s is refused before anything is written', async (_what, damage, words) => {
  const other = await freshTable({ isTold: true });
  const before = await everything(other);
  const file = join(dir, 'damaged.ndjson');
  await writeFile(file, damage(await readFile(archive, 'utf8')));
  const { code, out, err } = await ops(['import', file, ...at(other)]);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain(words);
  expect(await everything(other)).toBe(before);
});

test('what is there already is left, and what is missing among it is added', async () => {
  const into = await freshTable({ isTold: true });
  const send = (sk: string) =>
    into.client.send(new DeleteCommand({ TableName: into.name, Key: { pk: 'SUBSCRIPTION#sub_1', sk } }));
  await ops(['import', archive, ...at(into)]);
  for (const n of [0, 7, 1499]) await send(`DELIVERY#${String(n).padStart(12, '0')}`);
  const { out } = await ops(['import', archive, '--merge', '--json', ...at(into)]);
  expect(JSON.parse(out)).toMatchObject({ added: 3, other: 0 });
});

test('an import that was killed is refused to other files and finished by the same one', async () => {
  const other = await freshTable({ isTold: true });
  const before = await everything(other);
  const { child, ended } = startOps(['import', archive, ...at(other)]);
  await expect.poll(() => everything(other), { interval: 5, timeout: 20_000 }).toBeGreaterThan(before + 50);
  child.kill('SIGKILL');
  await ended;
  expect(await storeOf(other).record.head()).toMatchObject({ sequence: 0 });
  expect(await unfinishedImport({ client: other.client, table: other.name })).toBeDefined();

  const stranger = join(dir, 'stranger.ndjson');
  await ops(['export', stranger, ...at(await strangersTable())]);
  expect((await ops(['import', stranger, ...at(other)])).err).toContain('was interrupted here');

  const resumed = await ops(['import', archive, '--json', ...at(other)]);
  expect(resumed.err).toContain('Finishing the import begun at');
  expect(JSON.parse(resumed.out).same).toBeGreaterThan(0);
  const copy = join(dir, 'resumed.ndjson');
  await ops(['export', copy, ...at(other)]);
  expect(await readFile(copy)).toEqual(await readFile(archive));
});

async function strangersTable(): Promise<TestTable> {
  const stranger = await freshTable({ isTold: true });
  await withRecord(stranger, '2024-01-01T00:00:00.000Z');
  return stranger;
}

test('a table that holds something is left alone, and merged only where the history is the same', async () => {
  const stranger = await strangersTable();
  const plain = await ops(['import', archive, ...at(stranger)]);
  expect(plain).toMatchObject({ code: 1, out: '' });
  expect(plain.err).toContain('is not empty');
  const merged = await ops(['import', archive, '--merge', ...at(stranger)]);
  expect(merged.code).toBe(1);
  expect(merged.err).toContain('have different histories');
  expect((await ops(['import', archive, '--merge', ...at(table)])).out).toContain('Imported 0 items');
});

test('an export reads a page only once the one before it is written', async () => {
  let queries = 0;
  const client = Object.create(table.client, {
    send: {
      value: (command: object) => {
        queries += command.constructor.name === 'QueryCommand' ? 1 : 0;
        return table.client.send(command as ScanCommand);
      },
    },
  });
  const items = exportItems({ client, table: table.name });
  await items.next();
  const atFirst = queries;
  await Array.fromAsync(items);
  expect(atFirst).toBeLessThanOrEqual(2);
  expect(queries).toBeGreaterThan(6);
});

test('merging adds what a table lacks and keeps what is newer there', async () => {
  const other = await freshTable({ isTold: true });
  await ops(['import', archive, ...at(other)]);
  const store = storeOf(other);
  await store.recording.recordActions(
    'CHN',
    'ilo-c029',
    [{ action: anAction({ kind: 'communication', doneOn: '2022-09-01' }) }],
    { now: () => '2023-02-01T00:00:00.000Z', by: 'test' },
  );
  const lost = { pk: 'SOURCE', sk: 'ohchr-2019-04-29' };
  await other.client.send(new DeleteCommand({ TableName: other.name, Key: lost }));
  const before = await store.record.head();
  const merged = JSON.parse((await ops(['import', archive, '--merge', '--json', ...at(other)])).out);
  expect(merged).toMatchObject({ added: 1, other: 3 });
  const after = await storeOf(other).record.head();
  expect(after).toMatchObject({ sequence: before.sequence, revision: before.revision + 1 });
  await storeOf(other).record.read(async ({ catalogue, holdings }) => {
    expect(catalogue.sources.has('ohchr-2019-04-29')).toBe(true);
    expect((await holdings('CHN')).actions).toHaveLength(2);
  });
});
