import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from './running/measure.ts';
import { residentOf } from './running/program.ts';
import type { Row } from './running/table.ts';

const rounds = 5;

const root = join(import.meta.dirname, '../..');

/** What `npm start` gives to node. */
function npmStart(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return scripts.start.split(' ').slice(1);
}

/** From starting the process to the first 200, on an empty directory and again on the one it leaves. */
export async function start(): Promise<Row[]> {
  const first: Started[] = [];
  const again: Started[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const directory = mkdtempSync(join(tmpdir(), 'bench-'));
    first.push(await startOn(join(directory, 'data')));
    again.push(await startOn(join(directory, 'data')));
    rmSync(directory, { recursive: true });
  }
  return [rowOf('start on an empty directory', first, 3000), rowOf('start on an existing one', again, 3000)];
}

type Started = { took: number; resident: number };

function rowOf(name: string, starts: Started[], bound: number): Row {
  const took = median(starts.map((each) => each.took));
  const resident = median(starts.map((each) => each.resident));
  return {
    name,
    ours: `${took.toFixed(0)} ms`,
    beside: `${resident.toFixed(0)} MB with its engine`,
    target: `< ${bound} ms, < 200 MB`,
    within: took < bound && resident < 200,
  };
}

async function startOn(data: string): Promise<Started> {
  const port = await freePort();
  const from = performance.now();
  const child = spawn(process.execPath, npmStart(), {
    cwd: root,
    env: { ...process.env, PORT: String(port), DATA_DIR: data },
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  while (!(await isHealthy(port))) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
    await sleep(5);
  }
  const took = performance.now() - from;
  const pid = child.pid ?? 0;
  const resident = [pid, ...childrenOf(pid)].reduce((sum, each) => sum + (residentOf(each) || 0), 0);
  child.kill('SIGTERM');
  await exited;
  return { took, resident };
}

const isHealthy = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/health`).then(
    ({ status, body }) => body?.cancel().then(() => status === 200) ?? false,
    () => false,
  );

function childrenOf(pid: number): number[] {
  try {
    return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
      .split('\n')
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
