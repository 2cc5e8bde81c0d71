import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import type { Program } from './program.ts';

const require = createRequire(import.meta.url);
const autocannon = require.resolve('autocannon');

export type Load = { path: string; headers?: Record<string, string>; status: number };

export type Loaded = {
  perSecond: number;
  /** Microseconds of the server's processor time that a request took. */
  cpu: number;
};

/** Loads a server from a third process, over 64 connections without pipelining. */
export async function loadOn(server: Program, load: Load, seconds: number): Promise<Loaded> {
  const headers = Object.entries(load.headers ?? {}).flatMap(([name, value]) => ['-H', `${name}=${value}`]);
  const args = [autocannon, '-j', '-n', '-c', '64', '-p', '1', '-d', String(seconds), ...headers];
  const before = server.cpu();
  const { stdout } = await promisify(execFile)(process.execPath, [...args, `${server.url}${load.path}`]);
  const taken = server.cpu() - before;
  const { statusCodeStats, errors, duration } = JSON.parse(stdout);
  const answered = statusCodeStats[load.status]?.count ?? 0;
  if (errors > 0 || answered === 0 || Object.keys(statusCodeStats).length > 1) {
    throw new Error(`${server.url}${load.path}: ${errors} errors, ${JSON.stringify(statusCodeStats)}`);
  }
  return { perSecond: answered / duration, cpu: (taken * 1000) / answered };
}
