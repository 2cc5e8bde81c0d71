import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import { type Laptop, startLaptop } from '../../../infra/local/laptop.ts';
import { readSettings } from '../../../infra/local/settings.ts';
import { captureLog } from '../quiet-log.ts';

export const startCommand = join(import.meta.dirname, '../../../infra/local/start.ts');

export type Started = { child: ChildProcess; url: string; key: string };

const anEmptyDirectory = (): Promise<string> => mkdtemp(join(tmpdir(), 'started-'));

/**
 * Starts the laptop as `npm start` does, in processes of their own or in this one, on one directory per test;
 * none outlives its test.
 */
export function startedInProcesses(aDirectory = anEmptyDirectory) {
  const at = { dataDir: '' };
  const begun: ChildProcess[] = [];
  const here: Laptop[] = [];
  beforeEach(async () => {
    at.dataDir = await aDirectory();
  });
  afterEach(async () => {
    for (const child of begun.splice(0)) child.kill('SIGKILL');
    for (const laptop of here.splice(0)) await laptop.stop();
    await rm(at.dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  const environment = (over: Record<string, string> = {}) => ({
    PATH: process.env.PATH,
    PORT: '0',
    DATA_DIR: at.dataDir,
    ...over,
  });

  const start = async (over: Record<string, string> = {}): Promise<Started> => {
    const child = spawn(process.execPath, [startCommand], { env: environment(over) });
    begun.push(child);
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    child.stderr.resume();
    const url = await vi.waitFor(() => {
      const found = /is at (http:\S+)/.exec(said)?.[1];
      if (!found) throw new Error('not yet');
      return found;
    }, 90_000);
    return { child, url, key: (await readFile(join(at.dataDir, 'editor-key'), 'utf8')).trim() };
  };

  const startHere = async (args: string[] = [], over: Record<string, string> = {}): Promise<Laptop> => {
    const settings = readSettings(args, environment(over));
    if (settings === 'help') throw new Error('help was asked for');
    const laptop = await startLaptop({ ...settings, log: captureLog().log });
    here.push(laptop);
    return laptop;
  };

  return { at, environment, start, startHere, ending: (child: ChildProcess) => begun.push(child) };
}
