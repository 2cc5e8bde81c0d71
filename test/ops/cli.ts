import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { runOps } from '../../infra/ops/run.ts';
import type { TestTable } from '../support/engine/table.ts';
import { publicUrl } from '../support/record-fixture.ts';

const main = join(import.meta.dirname, '../../infra/ops/main.ts');

export type Outcome = { code: number | null; out: string; err: string };

type Options = { stdin?: string | Buffer; env?: Record<string, string> };

/** Starts a process, for commands to be killed and for settings that only the AWS SDK reads. */
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

/** Runs an operator's command in this process, in surroundings of its own. */
export async function ops(args: readonly string[], { stdin = '', env = {} }: Options = {}): Promise<Outcome> {
  const [stdout, stderr] = [kept(), kept()];
  const code = await runOps(args, {
    env: { ...process.env, ...env },
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: stdout.stream,
    stderr: stderr.stream,
  });
  return { code, out: stdout.text(), err: stderr.text() };
}

function kept() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

/** The flags that name a test's table. */
export const at = ({ name, endpoint }: TestTable): string[] => [
  '--table',
  name,
  '--dynamodb-endpoint',
  endpoint,
  '--url',
  publicUrl,
];
