import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Program, startProgram } from './program.ts';

/** Milliseconds of processor time a second below which a laptop is idle. */
const idle = 50;

export type Tracker = Program & {
  dataDir: string;
  /** Asks with the all-scope key. Rejects unless the answer is 2xx. */
  ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
};

/** A directory in memory, if the system has one. */
export const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Runs `use` on the whole laptop, in a process and directory of its own. */
export async function withTracker<T>(use: (tracker: Tracker) => Promise<T>, parent = tmpdir()): Promise<T> {
  const directory = mkdtempSync(join(parent, 'bench-'));
  const dataDir = join(directory, 'data');
  const program = await startTracker(dataDir);
  try {
    await untilLoaded(program.url);
    await untilIdle(program);
    const key = readFileSync(join(dataDir, 'editor-key'), 'utf8').trim();
    return await use({ ...program, dataDir, ask: asker(program.url, key) });
  } finally {
    await program.stop();
    rmSync(directory, { recursive: true });
  }
}

/** Waits until the seeds are loaded, because the record must not move during a measurement. */
export async function untilLoaded(url: string): Promise<void> {
  for (;;) {
    const health = (await (await fetch(`${url}/health`)).json()) as { loading?: object };
    if (!health.loading) return;
    await sleep(500);
  }
}

/**
 * Waits until the load's events are delivered; gives up after a minute, because a busy laptop is measured
 * too.
 */
async function untilIdle({ cpu }: Program): Promise<void> {
  for (let second = 0; second < 60; second += 1) {
    const before = cpu();
    await sleep(1000);
    if (!(cpu() - before >= idle)) return;
  }
}

/** Starts the laptop as `npm start` does, on a free port. */
export function startTracker(dataDir: string): Promise<Program> {
  const root = new URL('../../../', import.meta.url);
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const [, ...node] = scripts.start.split(' ');
  const file = new URL(node.pop(), root);
  return startProgram(file, { node, env: { PORT: '0', DATA_DIR: dataDir } });
}

function asker(url: string, key: string): Tracker['ask'] {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  return async (method, path, body) => {
    const asked = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${url}${path}`, { method, headers, ...asked });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} is answered with ${response.status}: ${text}`);
    return text ? JSON.parse(text) : {};
  };
}

const instruments = ['cedaw', 'crc', 'icescr', 'cat', 'crpd', 'icerd'];

let made = 0;

/** Records an act that moves no status: one change. Declarations may be repeated. */
export function recordAct({ ask }: Pick<Tracker, 'ask'>): Promise<Record<string, unknown>> {
  made += 1;
  const source = { title: 'Notification', url: `https://treaties.un.org/${made}` };
  return ask('POST', `/v1/states/CHN/participations/${instruments[made % instruments.length]}/actions`, {
    kind: 'declaration',
    doneOn: '2024-01-01',
    text: `Declaration ${made}`,
    sources: [{ ...source, seenOn: '2026-11-23', tier: 'primary' }],
  });
}
