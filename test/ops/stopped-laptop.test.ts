import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { announceEndpoints } from '../../infra/local/aws/endpoints.ts';
import { openDataDirectory } from '../../infra/local/data-directory.ts';
import { hasOwnEngine } from '../support/engine/own-engine.ts';
import { freshTable } from '../support/engine/table.ts';
import { withRecord } from '../support/record-fixture.ts';
import { at, ops } from './cli.ts';

let dir: string;
let env: { DATA_DIR: string };
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tracker-stopped-'));
  env = { DATA_DIR: join(dir, 'laptop') };
});
afterAll(() => rm(dir, { recursive: true }));

test.runIf(hasOwnEngine)(
  'a record is imported into a laptop that never ran, and read there while it is stopped',
  async () => {
    const table = await freshTable({ isTold: true });
    await withRecord(table);
    const archive = join(dir, 'record.ndjson');
    await ops(['export', archive, ...at(table)]);
    const imported = await ops(['import', archive], { env });
    expect(imported.err).toContain(`Operating on this laptop, which is stopped (DATA_DIR ${env.DATA_DIR}).`);
    expect(imported.code).toBe(0);
    const status = await ops(['status', '--json'], { env });
    expect(JSON.parse(status.out)).toMatchObject({
      head: 2,
      deadLetters: { unread: 'there are no queues to reach' },
    });
  },
);

test.runIf(hasOwnEngine)(
  'an import is tried where nothing is yet, and nothing is made by trying',
  async () => {
    const table = await freshTable({ isTold: true });
    await withRecord(table);
    const archive = join(dir, 'tried.ndjson');
    await ops(['export', archive, ...at(table)]);
    const DATA_DIR = join(dir, 'nowhere');
    const tried = await ops(['import', archive, '--dry-run'], { env: { DATA_DIR } });
    expect(tried).toMatchObject({ code: 0, out: expect.stringContaining('import makes one') });
    await expect(access(DATA_DIR)).rejects.toThrow('ENOENT');
    await writeFile(archive, (await readFile(archive, 'utf8')).slice(0, -80));
    const cut = await ops(['import', archive, '--dry-run'], { env: { DATA_DIR } });
    expect(cut.code).toBe(1);
  },
);

test.runIf(hasOwnEngine)('what a killed laptop left behind does not mislead', async () => {
  const gone = 'http://127.0.0.1:1';
  const forget = await announceEndpoints(env.DATA_DIR, {
    url: gone,
    table: 'tracker',
    dynamodb: gone,
    sqs: gone,
  });
  const { code, err } = await ops(['keys', 'list', 'nobody'], { env });
  expect(code).toBe(0);
  expect(err).toContain('which is stopped');
  await forget();
});

test.runIf(hasOwnEngine)('a data directory that another process holds is refused in one line', async () => {
  const directory = await openDataDirectory(env.DATA_DIR);
  const { code, err } = await ops(['status'], { env });
  await directory.release();
  expect(code).toBe(1);
  expect(err.trim().split('\n')).toEqual([expect.stringContaining('is in use by another tracker')]);
});
