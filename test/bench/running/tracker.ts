import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newDirectory } from './ending.ts';
import { type Program, startProgram } from './program.ts';

/** Milliseconds of processor time a second below which a laptop has nothing to do. */
const idle = 50;

export type Tracker = Program & {
  dataDir: string;
  /** Asks as whoever may do everything; rejects unless the answer is a 2xx. */
  ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
};

/** A directory in memory, if the system has one. */
export const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Runs `use` on the whole laptop, in a process and directory of its own. */
export async function withTracker<T>(use: (tracker: Tracker) => Promise<T>, parent?: string): Promise<T> {
  const directory = newDirectory(parent);
  const dataDir = join(directory.path, 'data');
  const program = await startTracker(dataDir);
  try {
    await untilLoaded(program.url);
    await untilIdle(program);
    const key = readFileSync(join(dataDir, 'editor-key'), 'utf8').trim();
    return await use({ ...program, dataDir, ask: asker(program.url, key) });
  } finally {
    await program.stop();
    directory.remove();
  }
}

/** The record moves while seeds are loaded, and what is measured must not. */
export async function untilLoaded(url: string): Promise<void> {
  for (;;) {
    const health = (await (await fetch(`${url}/health`)).json()) as { loading?: { failed?: true } };
    if (!health.loading) return;
    if (health.loading.failed) throw new Error('The seeds could not be loaded.');
    await sleep(500);
  }
}

/** Events of what was loaded are on their way for a while. Gives up after a minute: a busy laptop is measured too. */
async function untilIdle({ cpu }: Program): Promise<void> {
  for (let second = 0; second < 60; second += 1) {
    const before = cpu();
    await sleep(1000);
    if (!(cpu() - before >= idle)) return;
  }
}

/** As `npm start` does, on a free port. */
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

/** Records an act that moves no status: one change. Declarations can be made any number of times. */
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
