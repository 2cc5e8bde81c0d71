import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { hasOwnEngine } from '../support/engine/own-engine.ts';
import { aLoadedDirectory } from '../support/laptop/loaded.ts';
import { startCommand, startedInProcesses } from '../support/laptop/started.ts';

const { at, environment, start, startHere } = startedInProcesses(aLoadedDirectory);

const run = promisify(execFile);

/** A program that claims the directory as a start does, before anything else. */
const claiming = `
  import { openDataDirectory } from ${JSON.stringify(join(import.meta.dirname, '../../infra/local/data-directory.ts'))};
  const { release } = await openDataDirectory(process.env.DATA_DIR);
  release();`;

/** What a second start says, or one claim in namespaces of its own, by a shell that first runs `before`. */
const second = (namespaces: string[] = [], before = 'true', env: Record<string, string> = {}) => {
  const claim = ['--input-type=module', '-e', claiming];
  const script = `${before} && exec "$0" "$@"`;
  const argv = ['unshare', ...namespaces, 'sh', '-c', script, process.execPath, ...claim];
  const [command = '', ...args] = namespaces.length > 0 ? argv : [process.execPath, startCommand];
  return run(command, args, { env: environment(env) }).then(
    ({ stdout }) => stdout,
    ({ stderr }: { stderr: string }) => stderr,
  );
};

const canUnshare = ((): boolean => {
  try {
    execFileSync('unshare', ['-n', '-m', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const inUse = 'is in use by another tracker';
const isOpen = 'tracker.db is open in another process';

test.runIf(hasOwnEngine)(
  'a second start on the same directory is refused though its lock is deleted, and takes nothing from the first',
  async () => {
    const { url } = await startHere();
    expect(await second()).toContain(inUse);
    await rm(join(at.dataDir, 'lock'));
    expect(await second()).toContain(isOpen);
    await access(join(at.dataDir, 'endpoints.json'));
    expect((await fetch(`${url}/health`)).status).toBe(200);
  },
);

test.runIf(hasOwnEngine && canUnshare)(
  'so is one in another network, or under another name of the directory',
  async () => {
    const { url } = await startHere();
    const other = join(at.dataDir, 'other');
    await mkdir(other);
    const inAnotherNetwork = () => second(['-n']);
    const underAnotherName = () => second(['-m'], `mount --bind ${at.dataDir} ${other}`, { DATA_DIR: other });
    for (const start of [inAnotherNetwork, underAnotherName]) expect(await start()).toContain(inUse);
    await rm(join(at.dataDir, 'lock'));
    for (const start of [inAnotherNetwork, underAnotherName]) expect(await start()).toContain(isOpen);
    await access(join(at.dataDir, 'endpoints.json'));
    expect((await fetch(`${url}/health`)).status).toBe(200);
  },
);

test.runIf(hasOwnEngine)('a directory is free once its tracker was killed', async () => {
  const first = await start();
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  await rm(join(at.dataDir, 'lock'));
  await startHere();
});
