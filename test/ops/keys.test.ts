import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSealedBy, isSecretOf, parseKey } from '../../functions/core/api-key.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { storeOf } from '../support/record-fixture.ts';
import { seal, testMaster } from '../support/sealing.ts';
import { at, ops } from './cli.ts';

let table: TestTable;
let dir: string;
beforeAll(async () => {
  table = await freshTable({ isTold: true });
  dir = await mkdtemp(join(tmpdir(), 'tracker-keys-'));
  await writeFile(join(dir, 'master-secret'), testMaster.toString('base64'), { mode: 0o600 });
});
afterAll(() => rm(dir, { recursive: true }));

const run = (args: string[], stdin = '') =>
  ops(args, { stdin, env: { MASTER_SECRET_FILE: join(dir, 'master-secret') } });

const create = (...more: string[]) =>
  run(['keys', 'create', '--owner', 'desk', '--scope', 'actions:write', ...more, ...at(table)]);

test('a key is issued, shown once, listed without its secret, rotated and revoked', async () => {
  const made = await create('--name', 'editor', '--expires', '90d');
  expect(made.code).toBe(0);
  const { id, secret } = parseKey(made.out.trim()) ?? { id: '', secret: '' };
  const kept = await storeOf(table).keys.get(id);
  expect(kept).toMatchObject({ owner: 'desk', scopes: ['actions:write'], createdBy: 'operator' });
  expect(kept && isSecretOf(kept, secret) && isSealedBy(kept, testMaster)).toBe(true);
  expect(made.err).not.toContain(secret);

  const listed = await run(['keys', 'list', 'desk', '--json', ...at(table)]);
  expect(listed.out).toContain(id);
  expect(listed.out).not.toContain(secret);
  expect(listed.out).not.toContain('secretHash');

  const rotated = await run(['keys', 'rotate', id, '--json', ...at(table)]);
  const successor = JSON.parse(rotated.out);
  expect(successor).toMatchObject({ owner: 'desk', name: 'editor', scopes: ['actions:write'] });
  expect(successor.expiresAt > (kept?.expiresAt ?? '')).toBe(true);
  expect((await storeOf(table).keys.get(id))?.revokedAt).toBeNull();

  expect((await run(['keys', 'revoke', id, ...at(table)])).code).toBe(0);
  expect((await run(['keys', 'revoke', id, ...at(table)])).code).toBe(0);
  expect((await storeOf(table).keys.get(id))?.revokedAt).toEqual(expect.any(String));
  const again = await run(['keys', 'rotate', id, ...at(table)]);
  expect(again).toMatchObject({ code: 1, out: '' });
  expect(again.err).toContain('is revoked');
});

test('a leaked key ends at once when it is rotated with --revoke', async () => {
  const made = await create('--name', 'leaked');
  const id = parseKey(made.out.trim())?.id ?? '';
  const rotated = await run(['keys', 'rotate', id, '--revoke', ...at(table)]);
  expect(parseKey(rotated.out.trim())).not.toBeNull();
  expect((await storeOf(table).keys.get(id))?.revokedAt).toEqual(expect.any(String));
});

test('an expiry in the past and an unknown key are refused', async () => {
  expect(await create('--name', 'late', '--expires', '2020-01-01')).toMatchObject({ code: 2, out: '' });
  const { code, err } = await run(['keys', 'revoke', '01JD0000000000000000000000', ...at(table)]);
  expect(code).toBe(1);
  expect(err).toContain('There is no key 01JD0000000000000000000000.');
});

test.each([
  ['an empty owner', ['--owner', '', '--name', 'editor'], '--owner takes a text of 1 to 100 characters'],
  ['a blank owner', ['--owner', ' ', '--name', 'editor'], '--owner takes a text of 1 to 100 characters'],
  ['a long owner', ['--owner', 'o'.repeat(101), '--name', 'editor'], '--owner takes a text of 1 to 100'],
  [
    'a long name',
    ['--owner', 'desk', '--name', 'n'.repeat(201)],
    '--name takes a text of 1 to 200 characters',
  ],
])('%s is refused in one line, and no key is made', async (_what, flags, line) => {
  const made = await run(['keys', 'create', ...flags, '--scope', 'actions:write', ...at(table)]);
  expect(made).toMatchObject({ code: 2, out: '' });
  expect(made.err.trim().split('\n')).toEqual([expect.stringContaining(line)]);
});

test('an owner and a name of the greatest length make a key that is listed', async () => {
  const owner = 'o'.repeat(100);
  const flags = ['--owner', owner, '--name', 'n'.repeat(200), '--scope', 'actions:write'];
  const made = await run(['keys', 'create', ...flags, ...at(table)]);
  const listed = await run(['keys', 'list', owner, ...at(table)]);
  expect(listed.out).toContain(parseKey(made.out.trim())?.id);
});

test.each(['', 'o'.repeat(101)])('the store makes no key that it could not read', async (owner) => {
  const key = { owner, name: 'editor', scopes: ['actions:write' as const] };
  const making = storeOf(table).keys.create(key, { now: '2023-01-02T00:00:00.000Z', by: 'test', seal });
  await expect(making).rejects.toThrow('"owner"');
});

test('keys of before there were seals are shown, and sealed once the operator says that they are known', async () => {
  const key = { owner: 'early', name: 'editor', scopes: ['actions:write' as const] };
  const made = await storeOf(table).keys.create(key, { now: '2023-01-02T00:00:00.000Z', by: 'test', seal });
  const { seal: _, ...body } = made.key;
  const Item = { pk: `KEY#${body.id}`, sk: 'META', owner: 'early', body };
  await table.client.send(new PutCommand({ TableName: table.name, Item }));
  const isOpen = async () => {
    const kept = await storeOf(table).keys.get(body.id);
    return kept !== undefined && isSealedBy(kept, testMaster);
  };
  expect((await run(['keys', 'list', 'early', ...at(table)])).out).toContain('without seal');
  const dry = await run(['keys', 'seal', '--dry-run', ...at(table)]);
  expect(dry).toMatchObject({ code: 0, err: expect.stringContaining(body.id) });
  expect((await run(['keys', 'seal', ...at(table)], 'n\n')).err).toContain('issued by you');
  expect(await isOpen()).toBe(false);
  expect((await run(['keys', 'seal', body.id, ...at(table)], 'y\n')).out).toContain('Sealed 1.');
  expect(await isOpen()).toBe(true);
  expect((await run(['keys', 'seal', '--yes', ...at(table)])).out).toContain('Nothing to do');
  await run(['keys', 'revoke', body.id, ...at(table)]);
  const late = await run(['keys', 'seal', body.id, '--yes', ...at(table)]);
  expect(late).toMatchObject({
    code: 1,
    err: expect.stringContaining('is revoked; there is nothing to seal'),
  });
});

test('what would command a terminal is shown as text, whoever gave it', async () => {
  const store = storeOf(table);
  const name = 'a\u001b[31m\u009b2J\u202eb\nc';
  await store.keys.create(
    { owner: 'terminal', name, scopes: ['actions:write'] },
    { now: '2026-11-01T00:00:00.000Z', by: 'test', seal },
  );
  for (const args of [[], ['--json']]) {
    const { out } = await run(['keys', 'list', 'terminal', ...args, ...at(table)]);
    expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(out).toContain('\\u009b');
    if (args.length > 0) expect(JSON.parse(out)[0].name).toBe(name);
    else expect(out.trim().split('\n')).toHaveLength(2);
  }
});
