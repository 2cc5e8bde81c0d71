import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { publicUrl } from '../support/record-fixture.ts';
import type { TestTable } from '../support/table.ts';

const main = join(import.meta.dirname, '../../infra/ops/main.ts');

export type Outcome = { code: number | null; out: string; err: string };

type Options = { stdin?: string; env?: Record<string, string> };

export function startOps(args: readonly string[], { stdin = '', env = {} }: Options = {}) {
  const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, ...env } });
  child.stdin.end(stdin);
  const outcome: Outcome = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    outcome.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    outcome.err += chunk;
  });
  const ended = new Promise<Outcome>((resolve) => {
    child.on('close', (code) => resolve({ ...outcome, code }));
  });
  return { child, ended };
}

/** Runs an operator's command to its end, as a shell does. */
export const ops = (args: readonly string[], options: Options = {}): Promise<Outcome> =>
  startOps(args, options).ended;

/** The flags that name a test's table. */
export const at = ({ name, endpoint }: TestTable): string[] => [
  '--table',
  name,
  '--dynamodb-endpoint',
  endpoint,
  '--url',
  publicUrl,
];
