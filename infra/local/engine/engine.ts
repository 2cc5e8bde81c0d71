import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Refusal } from '../refusal.ts';
import { indexStream } from './engine-index.ts';
import { enginePath } from './engine-path.ts';

export type Engine = {
  /** Where a DynamoDB client finds it. */
  endpoint: string;
  pid: number;
  /** Settles when the process is gone, whether asked to stop or not. */
  exited: Promise<void>;
  stop(): Promise<void>;
};

/**
 * `exec` makes the shell's process the engine's; the subshell ends the engine when its end of the pipe closes, which
 * the kernel does even if this process is killed. A database is so never held by an engine that nobody owns.
 */
const guarded = '(cat <&3 >/dev/null 2>&1; kill -KILL $$ 2>/dev/null) >/dev/null 2>&1 & exec "$@" 3<&-';

/**
 * Starts the embedded DynamoDB on a free port of loopback, in memory unless `file` is given, and waits until it
 * answers. It is in a process group of its own: Ctrl+C goes to this process, which has things to end before it ends the
 * engine. Throws a Refusal in the engine's own words when it does not start; a damaged file stays as it is.
 */
export async function startEngine({ file }: { file?: string } = {}): Promise<Engine> {
  const binary = enginePath();
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const options = ['serve', '--host', '127.0.0.1', '--port', String(port)];
    const child = spawn(
      'sh',
      ['-c', guarded, 'sh', binary, ...options, ...(file ? ['--db-path', file] : [])],
      { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], detached: true },
    );
    const lifeline = child.stdio[3];
    child.once('exit', () => lifeline?.destroy());
    const complaint = await answers(child, port);
    if (complaint === undefined) {
      if (file) await indexStream(file);
      return running(child, port);
    }
    if (attempt === 3 || !complaint.includes('already in use')) throw new Refusal(explain(complaint, file));
  }
}

function explain(complaint: string, file: string | undefined): string {
  const reason =
    complaint
      .trim()
      .split('\n')[0]
      ?.replace(/^error: /, '') || 'it ended without a word';
  const where = file ? ` on ${file} (left as it is)` : '';
  return `The database engine did not start${where}: ${reason}`;
}

/** Undefined once the engine answers, what it complained of if it ends instead. */
async function answers(child: ChildProcess, port: number): Promise<string | undefined> {
  let complaint = '';
  child.stderr?.on('data', (chunk) => {
    complaint = (complaint + chunk).slice(-4000);
  });
  const failed = once(child, 'close').then(
    () => complaint,
    (error: Error) => error.message,
  );
  let ended = false;
  failed.then(() => {
    ended = true;
  });
  while (!ended && !(await isAnswered(port))) await setTimeout(10);
  const settled = setTimeout(20, undefined);
  return Promise.race([failed, settled]);
}

/** Whether an engine answers there. It says so itself on standard output too, but only when its buffer is full. */
function isAnswered(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, agent: false }, (response) => {
      response.resume();
      resolve(response.headers['x-dynoxide-version'] !== undefined);
    });
    request.on('error', () => resolve(false));
  });
}

function running(child: ChildProcess, port: number): Engine {
  const exited = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    child.once('exit', () => resolve());
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    exited,
    stop: async () => {
      child.kill('SIGTERM');
      await Promise.race([exited, setTimeout(3000, undefined, { ref: false })]);
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** A port that was free a moment ago; the engine cannot tell which one it got when asked for any. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');
  return address.port;
}
