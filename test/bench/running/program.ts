import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { atEnd } from './ending.ts';

export type Program = {
  pid: number;
  /** Base URL without a trailing slash. */
  url: string;
  /** Milliseconds of processor time in its own threads; NaN if the system does not tell. */
  cpu(): number;
  stop(): Promise<void>;
};

type Options = {
  args?: readonly string[];
  env?: Record<string, string>;
  /** Options for Node itself. */
  node?: readonly string[];
};

/** Runs a TypeScript file in a new Node process, until it prints a line that ends in its address. */
export async function startProgram(file: URL, { args = [], env, node = [] }: Options = {}): Promise<Program> {
  const child = spawn(process.execPath, [...node, fileURLToPath(file), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', process.env.BENCH_VERBOSE ? 'inherit' : 'ignore'],
  });
  child.once(
    'exit',
    atEnd(() => child.kill('SIGTERM')),
  );
  const url = await addressOf(child);
  const pid = child.pid ?? 0;
  return { pid, url, cpu: () => cpuOf(pid), stop: () => stop(child) };
}

async function addressOf(child: ChildProcess): Promise<string> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${child.spawnargs.join(' ')} ended with ${code}`);
  });
  const printed = new Promise<string>((resolve) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      const [, url] = /(http:\/\/[\d.]+:\d+)\n/.exec(text) ?? [];
      if (url) resolve(url);
    });
  });
  const address = await Promise.race([printed, ended]);
  ended.catch(() => undefined);
  return address;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exited;
  clearTimeout(timer);
}

/** proc_pid_stat(5): user and system time in ticks of 10 ms. */
function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Number.NaN;
  }
}

/** Resident memory in MB; NaN if the system does not tell. */
export function residentOf(pid: number): number {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return Number.NaN;
  }
}
