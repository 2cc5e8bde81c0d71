import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { freePort, hiddenAddress } from '../hidden-address.ts';
import { Refusal } from '../refusal.ts';
import { indexStream } from './engine-index.ts';
import { enginePath } from './engine-path.ts';

export type Engine = {
  /** Its address for DynamoDB clients. */
  endpoint: string;
  version: string;
  pid: number;
  /** Settles when the process has ended, asked to or not. */
  exited: Promise<void>;
  stop(): Promise<void>;
};

/**
 * The shell starts the engine with `exec`, and its subshell kills the engine's process group when the pipe
 * closes. The kernel closes it even if this process is killed, so no orphaned engine holds a database. The
 * umask makes its files the owner's alone.
 */
const guarded =
  'umask 077; (cat <&3 >/dev/null 2>&1; kill -s KILL -- -$$ 2>/dev/null) >/dev/null 2>&1 & exec "$@" 3<&-';

type Place = { host: string; port: number };

/**
 * Starts the embedded DynamoDB at a hidden address, because it trusts every caller, and waits until it
 * answers. It keeps data in memory unless `file` is given. It has a process group of its own, because Ctrl+C
 * must reach this process first, which ends its own work before the engine. @throws Refusal in the engine's
 * own words if it does not start; a damaged file stays as it is
 */
export async function startEngine({ file }: { file?: string } = {}): Promise<Engine> {
  const binary = enginePath();
  for (let attempt = 1; ; attempt += 1) {
    const host = await hiddenAddress();
    const at = { host, port: await freePort(host) };
    const child = run(binary, at, file);
    const outcome = await settled(child, at);
    if ('version' in outcome) {
      if (file) await indexStream(file);
      return running(child, at, outcome.version);
    }
    const { complaint } = outcome;
    if (attempt === 3 || !complaint.includes('already in use')) throw new Refusal(explain(complaint, file));
  }
}

function run(binary: string, { host, port }: Place, file: string | undefined): ChildProcess {
  const options = ['serve', '--host', host, '--port', String(port), ...(file ? ['--db-path', file] : [])];
  const [stdio, detached] = [['ignore', 'pipe', 'pipe', 'pipe'] as const, true];
  if (process.platform === 'win32') return spawn(binary, options, { stdio: [...stdio], windowsHide: true });
  const child = spawn('sh', ['-c', guarded, 'sh', binary, ...options], { stdio: [...stdio], detached });
  const lifeline = child.stdio[3];
  child.once('exit', () => lifeline?.destroy());
  return child;
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

const patience = 30_000;

/** The engine's version once it answers, or its complaint if it ends instead. */
async function settled(child: ChildProcess, at: Place): Promise<{ version: string } | { complaint: string }> {
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said = (said + chunk).slice(-4000);
  });
  const failed = once(child, 'close').then(
    () => ({ complaint: said }),
    (error: Error) => ({ complaint: error.message }),
  );
  let ended = false;
  failed.then(() => {
    ended = true;
  });
  const end = Date.now() + patience;
  while (!ended && Date.now() < end) {
    const version = await versionAt(at);
    if (version) return Promise.race([failed, setTimeout(20, { version })]);
    await setTimeout(10);
  }
  if (!ended) {
    kill(child);
    return { complaint: `it did not answer within ${patience / 1000} s` };
  }
  return failed;
}

/** Asks the engine for its version over HTTP, because what it prints is held in a buffer. */
function versionAt({ host, port }: Place): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get({ host, port, agent: false }, (response) => {
      response.resume();
      const version = response.headers['x-dynoxide-version'];
      resolve(version === undefined ? undefined : String(version));
    });
    request.on('error', () => resolve(undefined));
  });
}

function running(child: ChildProcess, { host, port }: Place, version: string): Engine {
  const exited = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    child.once('exit', () => resolve());
  });
  return {
    endpoint: `http://${host}:${port}`,
    version,
    pid: child.pid ?? 0,
    exited,
    stop: async () => {
      child.kill('SIGTERM');
      await Promise.race([exited, setTimeout(3000, undefined, { ref: false })]);
      kill(child);
      await exited;
    },
  };
}

/** Kills its whole process group, because an installed `dynoxide` may be a script around the engine. */
function kill(child: ChildProcess): void {
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-(child.pid ?? 0), 'SIGKILL');
  } catch {
    return;
  }
}
