import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { aLoadedDirectory } from '../support/laptop/loaded.ts';

const command = join(import.meta.dirname, '../../infra/local/start.ts');

export type Service = { child: ChildProcess; url: string; key: string };

/** A program that sets Node's clock ahead, so that a minute's wait is over at once. */
const aheadBy = (ms: number): string =>
  `data:text/javascript,const Real = Date; globalThis.Date = class extends Real {
    constructor(...given) { given.length > 0 ? super(...given) : super(Real.now() + ${ms}); }
    static now() { return Real.now() + ${ms}; }
  };`;

/** `npm start` in a process that a test may kill, over a loaded data directory that outlives it. */
export async function aDataDirectory() {
  const dataDir = await aLoadedDirectory();
  const begun: ChildProcess[] = [];
  onTestFinished(async () => {
    for (const child of begun) child.kill('SIGKILL');
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  /** Starts the service with its clock `ahead` milliseconds fast. */
  const start = async (ahead = 0): Promise<Service> => {
    const env = { PATH: process.env.PATH, PORT: '0', DATA_DIR: dataDir };
    const clock = ahead > 0 ? ['--import', aheadBy(ahead)] : [];
    const child = spawn(process.execPath, [...clock, command], { env });
    begun.push(child);
    let said = '';
    child.stdout?.on('data', (chunk) => {
      said += chunk;
    });
    child.stderr?.resume();
    const url = await vi.waitFor(() => {
      const found = /is at (http:\S+)/.exec(said)?.[1];
      if (!found) throw new Error('not yet');
      return found;
    }, 60_000);
    return { child, url, key: (await readFile(join(dataDir, 'editor-key'), 'utf8')).trim() };
  };
  return { start };
}

/** Sends `kill -9`, and waits until the process is gone. */
export async function kill({ child }: Service): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const source = { title: 'Press', url: 'https://example.org/', seenOn: '2026-11-01', tier: 'secondary' };

/** Records an act; `text` identifies it, and lets the request be repeated. */
export const record = ({ url, key }: Service, text: string): Promise<Response> =>
  fetch(`${url}/v1/states/CHN/participations/iccpr/actions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': text },
    body: JSON.stringify({ kind: 'communication', doneOn: '2026-11-01', text, sources: [source] }),
  });
