import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { readEndpoints } from '../../infra/local/aws/endpoints.ts';
import { createTroubleFinder } from '../../infra/local/trouble.ts';
import { record } from '../hostile/service.ts';
import { hasOwnEngine } from '../support/engine/own-engine.ts';
import { aLaptop, type TestLaptop } from '../support/laptop/laptop.ts';
import { aLoadedDirectory } from '../support/laptop/loaded.ts';
import { startCommand } from '../support/laptop/started.ts';

let laptop: TestLaptop;
beforeAll(async () => {
  laptop = await aLaptop();
}, 300_000);

const health = async () => {
  const response = await fetch(`${laptop.url}/health`);
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
};

/** The process of the engine that has the laptop's file. */
async function enginePid(): Promise<number> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.startsWith('/') && command.includes(join(laptop.dataDir, 'tracker.db'))) return Number(pid);
  }
  throw new Error('there is no engine');
}

test.runIf(hasOwnEngine && process.platform === 'linux')(
  'a database that has stopped is told of, although the record is in memory',
  async () => {
    expect(await health()).toMatchObject({ status: 200, json: { status: 'ok' } });
    const pid = await enginePid();
    process.kill(pid, 'SIGSTOP');
    onTestFinished(() => void process.kill(pid, 'SIGCONT'));
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const { status, json } = await health();
    expect([status, json.type]).toEqual([503, '/problems/unavailable']);
    expect(json.detail).toContain('database');
    process.kill(pid, 'SIGCONT');
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await health()).status).toBe(200);
  },
);

/** A disk of 64 KiB, if this user may make one. */
async function smallDisk(): Promise<string | undefined> {
  const place = await mkdtemp(join(tmpdir(), 'disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place], { stdio: 'ignore' });
  } catch {
    await rm(place, { recursive: true });
    return undefined;
  }
  onTestFinished(async () => {
    execFileSync('umount', [place]);
    await rm(place, { recursive: true });
  });
  return place;
}

test('a disk that is full is told of, and that it no longer is', async (context) => {
  const place = await smallDisk();
  if (!place) return context.skip('no disk can be mounted here');
  const { dynamodb = '' } = (await readEndpoints(laptop.dataDir)) ?? {};
  const look = () => createTroubleFinder({ dynamodb, dataDir: place })();
  expect(await look()).toBeNull();
  await writeFile(join(place, 'filler'), Buffer.alloc(64 * 1024)).catch(() => undefined);
  expect(await look()).toContain('The disk is full');
  await rm(join(place, 'filler'));
  expect(await look()).toBeNull();
});

test('a directory that is gone is told of too', async () => {
  const { dynamodb = '' } = (await readEndpoints(laptop.dataDir)) ?? {};
  expect(await createTroubleFinder({ dynamodb, dataDir: '/nowhere' })()).toContain(
    'cannot be written to (ENOENT)',
  );
});

test.runIf(hasOwnEngine)(
  'a log on a disk that is full stops nothing',
  async (context) => {
    const place = await smallDisk();
    if (!place) return context.skip('no disk can be mounted here');
    const log = join(place, 'log');
    const dataDir = await aLoadedDirectory();
    const child = spawn('sh', ['-c', `exec ${process.execPath} ${startCommand} >> ${log} 2>&1`], {
      env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: dataDir },
    });
    onTestFinished(async () => {
      if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
      await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    });
    const said = () => readFile(log, 'utf8').catch(() => '');
    const url = await vi.waitFor(
      async () => /is at (http:\S+)/.exec(await said())?.[1] ?? expect.fail(),
      60_000,
    );
    await appendFile(log, Buffer.alloc(64 * 1024)).catch(() => undefined);
    const key = (await readFile(join(dataDir, 'editor-key'), 'utf8')).trim();
    for (const text of ['one', 'two', 'three'])
      expect((await record({ child, url, key }, `unheard-${text}`)).status).toBe(201);
  },
  90_000,
);
