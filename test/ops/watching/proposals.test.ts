import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { observe, withProtocol } from '../../support/depositary/observing.ts';
import { statusPage } from '../../support/depositary/status-page.ts';
import { freshTable } from '../../support/engine/table.ts';
import { at, ops } from '../cli.ts';

test('an operator reads a saved page, sees what it proposes, accepts what is plain and rejects the rest', async () => {
  const table = await freshTable();
  const store = await withProtocol(table);
  const folder = await mkdtemp(join(tmpdir(), 'documents-'));
  const page = join(folder, 'IV-5.html');
  await writeFile(page, statusPage());
  const env = { DATA_DIR: join(folder, 'data') };
  const run = (...args: string[]) => ops([...args, ...at(table)], { env });

  const dry = await run('watch', 'read', page, '--dry-run', '--json');
  expect(JSON.parse(dry.out).differences).toHaveLength(8);
  expect(await store.proposals.open()).toEqual([]);
  const read = await run('watch', 'read', page);
  expect(read.out).toContain('lists: read and kept; 8 proposals opened, 0 closed.');
  expect(await readdir(join(folder, 'data', 'documents'))).toHaveLength(1);
  expect((await run('watch', 'read', page)).out).toContain('0 proposals opened');

  const listed = await run('proposals', 'list');
  expect(listed.out).toMatch(/prp_\w+ +lists +new-act +plain +Albania/);
  const accepted = await run('proposals', 'accept', '--all-new', '--yes', '--json');
  expect(JSON.parse(accepted.out)).toMatchObject({
    accepted: expect.arrayContaining([{ proposal: expect.any(String), actions: [expect.any(String)] }]),
    refused: [],
  });
  expect((await run('proposals', 'accept', '--all-new', '--yes')).out).toContain('0 accepted.');

  const rest = await store.proposals.open();
  expect(rest.map(({ state }) => state).sort()).toEqual(['CHL', 'CHL', 'JAM', 'JAM']);
  const jamaica = rest.find(({ withdrawn }) => withdrawn)?.id ?? '';
  expect((await run('proposals', 'show', jamaica)).out).toContain(
    'Jamaica told the depositary that it withdrew.',
  );
  const refused = await run('proposals', 'accept', jamaica, '--yes');
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.err).toMatch(/does not say since when/);
  expect((await run('proposals', 'reject', jamaica, '--reason', 'Looked up by hand.')).out).toBe(
    '1 rejected.\n',
  );
  expect((await run('proposals', 'reject', jamaica, '--reason', ' ')).code).toBe(2);
  const unknown = await run('proposals', 'show', 'prp_\u001b[31m');
  expect(unknown).toMatchObject({ code: 1 });
  expect(unknown.err).not.toContain('\u001b');

  const status = await run('watch', 'status');
  expect(status.out).toMatch(/lists +2026-02-03 +by a person/);
});

test('whoever decides is shown what would be written, though a forged proposal says something else', async () => {
  const table = await freshTable();
  const store = await withProtocol(table);
  await observe(store, statusPage(), '2026-02-04T10:00:00.000Z');
  const [plain] = (await store.proposals.open()).filter((one) => one.plain);
  if (!plain) throw new Error('nothing is plain');
  const body = { ...plain, state: 'CHN', participant: 'France', summary: 'France: signature of 1999-01-01.' };
  const Item = { pk: 'PROPOSAL', sk: plain.id, body };
  await table.client.send(new PutCommand({ TableName: table.name, Item }));
  const truth = `CHN under lists: new-act ${plain.kind} ${plain.on}`;
  expect((await ops(['proposals', 'show', plain.id, ...at(table)])).out).toContain(truth);
  const asked = await ops(['proposals', 'accept', plain.id, ...at(table)], { stdin: 'n\n' });
  expect(asked.err).toContain(truth);
  expect((await store.proposals.get(plain.id))?.status).toBe('open');
});
