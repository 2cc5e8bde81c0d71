import { rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startEngine } from '../../../infra/local/engine/engine.ts';
import { enginePath, triedEngine } from '../../../infra/local/engine/engine-path.ts';
import { hasOwnEngine } from '../../support/engine/own-engine.ts';
import { startedInProcesses } from '../../support/laptop/started.ts';

const { at } = startedInProcesses();

const aProgram = async (name: string, script = 'exit 0'): Promise<string> => {
  const path = join(at.dataDir, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
};

test('a platform without an engine is told every way to have one, in one line', () => {
  const find = () => enginePath('plan9-mips', { PATH: at.dataDir });
  expect(find).toThrow(/^No embedded database for plan9-mips: set DYNAMODB_ENDPOINT/);
  for (const way of ['DYNOXIDE=path', 'PATH', 'cargo install', 'npm install', 'brew install', triedEngine])
    expect(find).toThrow(way);
  expect(find).not.toThrow('\n');
});

test('a dynoxide on the PATH serves where the package has none, and not where it has one', async () => {
  await writeFile(join(at.dataDir, 'dynoxide'), 'not to be run', { mode: 0o644 });
  expect(() => enginePath('plan9-mips', { PATH: at.dataDir })).toThrow('No embedded database');
  await rm(join(at.dataDir, 'dynoxide'));
  const path = await aProgram('dynoxide');
  expect(enginePath('plan9-mips', { PATH: `/nowhere::${at.dataDir}` })).toBe(path);
  if (hasOwnEngine) expect(enginePath(undefined, { PATH: at.dataDir })).not.toBe(path);
});

test('the engine that DYNOXIDE names comes before any other; what is no program is refused by its name', async () => {
  const path = await aProgram('mine');
  expect(enginePath(undefined, { DYNOXIDE: path })).toBe(path);
  for (const none of [join(at.dataDir, 'nothing'), at.dataDir])
    expect(() => enginePath('plan9-mips', { DYNOXIDE: none })).toThrow(`"${none}" is none`);
});

test.runIf(hasOwnEngine)('an engine behind a script is started by it and ends with it', async () => {
  const real = join(at.dataDir, 'real');
  await symlink(enginePath(undefined, {}), real);
  const before = process.env.DYNOXIDE;
  process.env.DYNOXIDE = await aProgram('shim', `${real} "$@"; exit $?`);
  try {
    const engine = await startEngine();
    expect(engine.version).toBe(triedEngine);
    await engine.stop();
    await expect(fetch(engine.endpoint)).rejects.toThrow();
    process.env.DYNOXIDE = await aProgram('mute');
    await expect(startEngine()).rejects.toThrow('The database engine did not start: it ended without a word');
  } finally {
    if (before === undefined) delete process.env.DYNOXIDE;
    else process.env.DYNOXIDE = before;
  }
});
