import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test, vi } from 'vitest';
import { createDocuments, createLocalDynamo } from '../../infra/local/aws/clients.ts';
import { ensureTable } from '../../infra/local/aws/table.ts';
import { startEngine } from '../../infra/local/engine/engine.ts';
import { Refusal } from '../../infra/local/refusal.ts';
import { hasOwnEngine } from '../support/engine/own-engine.ts';
import { loadedInto } from '../support/laptop/loaded.ts';
import { startCommand, startedInProcesses } from '../support/laptop/started.ts';

const { at, environment, start, startHere, ending } = startedInProcesses();

/** The one line with which `npm start` is refused, in a process of its own. */
async function said(args: string[], env: Record<string, string> = {}): Promise<string> {
  const run = promisify(execFile)(process.execPath, [startCommand, ...args], { env: environment(env) });
  const { code, stderr } = await run.then(
    () => ({ code: 0, stderr: '' }),
    (error) => error,
  );
  expect(code).toBe(1);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  return stderr;
}

/** The line with which this process is refused a start. */
async function refusal(args: string[] = [], env: Record<string, string> = {}): Promise<string> {
  const refused = await startHere(args, env).catch((error: Error) => error);
  if (!(refused instanceof Refusal)) return expect.fail(`not refused: ${refused}`);
  expect(refused.message.split('\n')).toHaveLength(1);
  return refused.message;
}

test.each([
  ['an unknown option', ['--egres=public'], {}, "Unknown option '--egres'"],
  ['an engine that is none', [], { DYNOXIDE: startCommand }, 'DYNOXIDE is the path of dynoxide'],
] as const)('%s ends the program with one line', async (_what, args, env, line) => {
  expect(await said([...args], env)).toContain(line);
});

test.each([
  ['a port that is none', [], { PORT: 'eighty' }, 'PORT is a number'],
  ['an unknown egress', ['--egress=none'], {}, '--egress is "public" or left out'],
  ['a form of log that there is none of', ['--log=xml'], {}, '--log is "json" or "text"'],
  ['an endpoint that is no URL', [], { DYNAMODB_ENDPOINT: 'localhost' }, 'DYNAMODB_ENDPOINT is a URL'],
  [
    'an endpoint where nobody answers',
    [],
    { DYNAMODB_ENDPOINT: 'http://127.0.0.1:9' },
    'Nothing answers at DYNAMODB_ENDPOINT',
  ],
  ['a directory that cannot be made', [], { DATA_DIR: '/proc/tracker' }, 'cannot be written to'],
] as const)('%s is refused in one line', async (_what, args, env, line) => {
  expect(await refusal([...args], env)).toContain(line);
});

test('a busy port is refused in one line', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? String(address.port) : '';
  expect(await refusal([], { PORT: port })).toContain(`Port ${port} on 127.0.0.1 is in use`);
  server.close();
});

test.runIf(hasOwnEngine)('a damaged database is refused and left as it is', async () => {
  const file = join(at.dataDir, 'tracker.db');
  await writeFile(file, 'this is no database');
  expect(await refusal()).toContain(`on ${file} (left as it is)`);
  expect(await readFile(file, 'utf8')).toBe('this is no database');
});

test.runIf(hasOwnEngine)(
  'a start after kill -9 has the same record and the same key, which its owner alone may read',
  async () => {
    await writeFile(join(at.dataDir, 'stream-positions.json'), '{}', { mode: 0o644 });
    const first = await start();
    for (const name of await readdir(at.dataDir))
      expect([name, (await stat(join(at.dataDir, name))).mode & 0o777]).toEqual([name, 0o600]);
    /** The first changes, without the count, because the seeds are still loading. */
    const ask = async (url: string) =>
      (await (await fetch(`${url}/v1/changes?limit=5`)).text()).replace(/"headSequence":\d+/, '');
    const record = await ask(first.url);
    const key = await readFile(join(at.dataDir, 'editor-key'), 'utf8');
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const second = await start();
    expect((await ask(second.url)).replaceAll(second.url, first.url)).toBe(record);
    expect(await readFile(join(at.dataDir, 'editor-key'), 'utf8')).toBe(key);
    second.child.kill('SIGTERM');
    expect(await once(second.child, 'exit')).toEqual([0, null]);
  },
);

/** The key with its character at `place` replaced. */
const altered = (key: string, place: number): string =>
  `${key.slice(0, place)}${key[place] === '0' ? '1' : '0'}${key.slice(place + 1)}`;

test.runIf(hasOwnEngine)(
  'a damaged key is refused at the start, and replaced once it is deleted',
  async () => {
    await loadedInto(at.dataDir);
    const file = join(at.dataDir, 'editor-key');
    const kept = (await readFile(file, 'utf8')).trim();
    for (const damaged of ['', kept.slice(0, -1), altered(kept, 10), altered(kept, 40)]) {
      await writeFile(file, damaged);
      expect(await refusal()).toContain(`${file} is damaged: it holds no key of this record; delete it`);
      expect(await readFile(file, 'utf8')).toBe(damaged);
    }
    await rm(file);
    const { url, editorKey } = await startHere();
    const headers = { authorization: `Bearer ${editorKey}` };
    expect((await fetch(`${url}/v1/subscriptions`, { headers })).status).toBe(200);
  },
);

test.runIf(hasOwnEngine)(
  'an emptied database is told from a damaged key, and nobody told to delete one',
  async () => {
    await loadedInto(at.dataDir);
    const key = await readFile(join(at.dataDir, 'editor-key'), 'utf8');
    await rm(join(at.dataDir, 'tracker.db'));
    const line = await refusal();
    expect(line).toContain('The database is empty');
    expect(line).not.toContain('delete');
    expect(await readFile(join(at.dataDir, 'editor-key'), 'utf8')).toBe(key);
  },
);

test.runIf(hasOwnEngine).each(['editor-key', 'master-secret'])(
  'a %s that others may read is refused, and the mend is named',
  async (name) => {
    await loadedInto(at.dataDir);
    const file = join(at.dataDir, name);
    await chmod(file, 0o644);
    expect(await refusal()).toContain(`${file} is open to others: chmod 600 ${file}`);
  },
);

test.runIf(hasOwnEngine).each(['editor-key', 'master-secret'])(
  'a directory in the place of %s is refused by its name',
  async (name) => {
    const place = join(at.dataDir, name);
    await mkdir(place);
    expect(await refusal()).toContain(`${place} is no file that can be read: `);
  },
);

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test.runIf(hasOwnEngine)('the engine ends with a process that is killed', async () => {
  const engine = join(import.meta.dirname, '../../infra/local/engine/engine.ts');
  const script = `const { startEngine } = await import(${JSON.stringify(engine)}); console.log((await startEngine()).pid); setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', script]);
  ending(owner);
  const [pid] = await once(owner.stdout, 'data');
  expect(isAlive(Number(pid))).toBe(true);
  owner.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(Number(pid))).toBe(false), 5000);
});

test.runIf(hasOwnEngine)('what the engine has answered survives its kill -9', async () => {
  const file = join(at.dataDir, 'engine.db');
  const first = await startEngine({ file });
  const open = (endpoint: string) => {
    const raw = createLocalDynamo(endpoint);
    return { raw, client: createDocuments(raw) };
  };
  const before = open(first.endpoint);
  await ensureTable(before, 'kept');
  await before.client.send(new PutCommand({ TableName: 'kept', Item: { pk: 'a', sk: 'b', body: 1 } }));
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  const second = await startEngine({ file });
  const get = new GetCommand({ TableName: 'kept', Key: { pk: 'a', sk: 'b' } });
  expect((await open(second.endpoint).client.send(get)).Item).toEqual({ pk: 'a', sk: 'b', body: 1 });
  await second.stop();
});
