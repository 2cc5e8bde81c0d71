import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A failed command; the message has its last lines. */
export class CommandError extends Error {
  override name = 'CommandError';
}

export type Options = { env: NodeJS.ProcessEnv; cwd?: string; limit?: number };

const started = new Set<ChildProcess>();

/** Starts a process in a group of its own, so that its children can be stopped with it. */
export function start(command: string, args: readonly string[], { env, cwd }: Options): ChildProcess {
  const child = spawn(command, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  started.add(child);
  child.once('exit', () => started.delete(child));
  return child;
}

/** Runs a command to its end and answers its standard output; `limit` is in seconds. */
export async function run(command: string, args: readonly string[], options: Options): Promise<string> {
  const { limit = 180 } = options;
  const child = start(command, args, options);
  const stdout: string[] = [];
  const both: string[] = [];
  child.stdout?.on('data', (chunk) => stdout.push(String(chunk)) && both.push(String(chunk)));
  child.stderr?.on('data', (chunk) => both.push(String(chunk)));
  const timer = setTimeout(() => kill(child, 'SIGKILL'), limit * 1000);
  const [code, signal] = await once(child, 'close').finally(() => clearTimeout(timer));
  if (code === 0) return stdout.join('');
  const why = signal ? `was stopped by ${signal} (limit ${limit} s)` : `ended with ${code}`;
  throw new CommandError(`${[command, ...args].join(' ')} ${why}\n${lastLines(both.join(''))}`);
}

const lastLines = (text: string): string => text.trimEnd().split('\n').slice(-25).join('\n');

function kill({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Stops a process and its group, by SIGTERM and then SIGKILL. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return kill(child, 'SIGKILL');
  const exit = once(child, 'exit');
  kill(child, 'SIGTERM');
  const timer = setTimeout(() => kill(child, 'SIGKILL'), 5000);
  await exit;
  clearTimeout(timer);
  kill(child, 'SIGKILL');
}

/** Kills everything that still runs when the time is over. */
export function killAll(): void {
  for (const child of started) kill(child, 'SIGKILL');
}
