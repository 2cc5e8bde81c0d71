import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { access, mkdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { readGenerations } from '../../functions/core/webhook/signing/master-generations.ts';
import { Refusal } from './refusal.ts';

export type DataDirectory = {
  database: string;
  positions: string;
  editorKey: string;
  masterSecret: string;
  /** Lets another process have it. */
  release(): Promise<void>;
};

export const masterSecretIn = (path: string): string => join(path, 'master-secret');

/** Makes the directory if need be and claims it; throws a Refusal if that fails or another process has it. */
export async function openDataDirectory(path: string): Promise<DataDirectory> {
  try {
    await makeDirectory(resolve(path));
    await access(path, constants.W_OK | constants.R_OK | constants.X_OK);
  } catch (error) {
    throw new Refusal(`DATA_DIR ${path} cannot be written to: ${(error as Error).message}`);
  }
  const release = await claim(path);
  return {
    database: join(path, 'tracker.db'),
    positions: join(path, 'stream-positions.json'),
    editorKey: join(path, 'editor-key'),
    masterSecret: masterSecretIn(path),
    release,
  };
}

/** Parents first: Node's own recursive way never returns where the system answers ENOENT, as below /proc. */
async function makeDirectory(path: string): Promise<void> {
  if ((await stat(path).catch(() => undefined))?.isDirectory()) return;
  if (dirname(path) !== path) await makeDirectory(dirname(path));
  await mkdir(path, { mode: 0o700 });
}

/** A socket named after the directory: the kernel lets go of it however this process ends. */
async function claim(path: string): Promise<() => Promise<void>> {
  const name = socketName(await realpath(path));
  const server = createServer((socket) => socket.destroy()).unref();
  for (let attempt = 1; ; attempt += 1) {
    try {
      server.listen(name);
      await once(server, 'listening');
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      if (attempt === 2 || (await isHeld(name))) {
        throw new Refusal(
          `DATA_DIR ${path} is in use by another tracker; stop that one or choose another directory`,
        );
      }
      await rm(name, { force: true });
    }
  }
  return async () => {
    server.close();
    await once(server, 'close');
  };
}

function socketName(path: string): string {
  const name = `treaty-ratification-tracker-${createHash('sha256').update(path).digest('hex').slice(0, 16)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

/** Only a socket that is a file can outlive its process. */
async function isHeld(name: string): Promise<boolean> {
  if (!name.endsWith('.sock')) return true;
  const socket = connect(name);
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  }).finally(() => socket.destroy()) as Promise<boolean>;
}

/** The text of a file that only its owner may read, written by `make` if it is not there yet. */
export async function keep(
  file: string,
  make: () => Promise<string>,
): Promise<{ text: string; isNew: boolean }> {
  try {
    return { text: (await readFile(file, 'utf8')).trim(), isNew: false };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw new Refusal(`${file} is no file that can be read: ${message}`);
  }
  const text = await make();
  await writeFile(file, `${text}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return { text, isNew: true };
}

/** 32 random bytes in base64, from which every signing key is derived, or what a rotation has made of them. */
export async function keepMasterSecret(file: string): Promise<void> {
  const { text } = await keep(file, async () => randomBytes(32).toString('base64'));
  try {
    readGenerations(text);
  } catch {
    throw new Refusal(
      `${file} is damaged: it holds 32 bytes in base64, or generations of them; restore it, or move it away to sign with new keys`,
    );
  }
}
