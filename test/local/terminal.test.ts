import { execFile, spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import { record } from '../hostile/service.ts';
import { hasOwnEngine } from '../support/engine/own-engine.ts';
import { loadedInto } from '../support/laptop/loaded.ts';
import { startCommand, startedInProcesses } from '../support/laptop/started.ts';
import { nearlyWholeInto } from '../support/laptop/whole-record.ts';

const { at, environment, ending } = startedInProcesses();

const patience = 240_000;

/** Starts with both outputs on a terminal or not, and gathers the output. */
function starting(where: 'terminal' | 'elsewhere', ...options: string[]) {
  const line = [process.execPath, startCommand, ...options].join(' ');
  const child =
    where === 'terminal'
      ? spawn('script', ['-qefc', line, '/dev/null'], { env: environment() })
      : spawn('sh', ['-c', `exec ${line} 2>&1`], { env: environment() });
  ending(child);
  const said = { all: '' };
  child.stdout.on('data', (chunk) => {
    said.all += String(chunk).replaceAll('\r', '');
  });
  const found = (pattern: RegExp) =>
    vi.waitFor(() => pattern.exec(said.all)?.[1] ?? expect.fail(`${pattern} in ${said.all}`), patience);
  return { child, said, found };
}

const keyOf = async (): Promise<string> => (await readFile(join(at.dataDir, 'editor-key'), 'utf8')).trim();

test.runIf(hasOwnEngine && process.platform === 'linux')(
  'a terminal is shown the key and a line for what matters, and no JSON',
  async () => {
    await nearlyWholeInto(at.dataDir);
    const { child, said, found } = starting('terminal');
    const url = await found(/is at (http:\S+)/);
    const key = await found(/Your key, for whatever writes: (\S+)/);
    expect(key).toBe(await keyOf());
    await found(/(Loaded the record that comes with the program: 0 entries added, 1 corrected)/);
    expect((await record({ child, url, key }, 'terminal')).status).toBe(201);
    await found(/^\d\d:\d\d:\d\d {2}(Change.* recorded)\.$/m);
    expect(said.all).not.toContain('{"');
    process.kill(Number(child.pid), 'SIGTERM');
  },
  600_000,
);

test.runIf(hasOwnEngine)(
  'elsewhere the key is not printed but where it lies, and the log is JSON',
  async () => {
    await loadedInto(at.dataDir);
    await rm(join(at.dataDir, 'editor-key'));
    const { said, found } = starting('elsewhere');
    expect(await found(/is kept in (\S+)\.\n/)).toBe(join(at.dataDir, 'editor-key'));
    await found(/("level":"INFO")/);
    expect(said.all).not.toContain(await keyOf());
  },
);

test.runIf(hasOwnEngine)('--log text says it in lines elsewhere too', async () => {
  await loadedInto(at.dataDir);
  const { child, said, found } = starting('elsewhere', '--log', 'text');
  const url = await found(/is at (http:\S+)/);
  expect((await record({ child, url, key: await keyOf() }, 'elsewhere')).status).toBe(201);
  await found(/^\d\d:\d\d:\d\d {2}(Change.* recorded)\.$/m);
  expect(said.all).not.toContain('{"');
});

test.runIf(hasOwnEngine && process.platform === 'linux')(
  '--log json says it in JSON at a terminal too',
  async () => {
    await loadedInto(at.dataDir);
    const { child, found } = starting('terminal', '--log', 'json');
    await found(/("level":"INFO")/);
    await found(/is at (http:\S+)/);
    process.kill(Number(child.pid), 'SIGTERM');
  },
);

test.each(['--help', '-h'])('%s tells every setting, and starts nothing', async (flag) => {
  const { stdout } = await promisify(execFile)(process.execPath, [startCommand, flag], {
    env: environment(),
  });
  for (const word of [
    '--egress',
    '--log',
    'PORT',
    'HOST',
    'DATA_DIR',
    'DYNOXIDE',
    'DYNAMODB_ENDPOINT',
    'SQS_ENDPOINT',
  ])
    expect(stdout).toContain(word);
});
