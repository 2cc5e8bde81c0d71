import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Whoever first makes the directory below /tmp could put code there that runs as the next user. */
test.each([
  ['the laptop', 'infra/local/start.ts', ['--help']],
  ['the process that loads', 'infra/local/loading/process.ts', []],
])('%s keeps what it has compiled where only its owner writes', async (_who, program, args) => {
  const shared = await mkdtemp(join(tmpdir(), 'shared-'));
  onTestFinished(() => rm(shared, { recursive: true, force: true }));
  await run('sh', ['-c', 'umask 000; exec "$@"', 'sh', process.execPath, join(root, program), ...args], {
    env: { PATH: process.env.PATH, TMPDIR: shared },
  });
  expect(await readdir(shared)).toEqual([]);
  const place = join(root, 'node_modules/.cache/compiled');
  expect((await stat(place)).mode & 0o022).toBe(0);
  expect(await readdir(place)).not.toEqual([]);
});
