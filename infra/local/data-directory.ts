import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { readGenerations } from '../../functions/core/webhook/signing/master-generations.ts';
import { isOpenToOthers } from '../../functions/lib/master-secret.ts';
import { claim } from './lock.ts';
import { Refusal } from './refusal.ts';

export type DataDirectory = {
  database: string;
  positions: string;
  editorKey: string;
  masterSecret: string;
  /** Depositaries' documents, as fetched. */
  documents: string;
  /** Releases the directory for another process. */
  release(): void;
};

export const documentsIn = (path: string): string => join(path, 'documents');

export const masterSecretIn = (path: string): string => join(path, 'master-secret');

/** Makes the directory if needed, and claims it for this process. @throws Refusal */
export async function openDataDirectory(path: string): Promise<DataDirectory> {
  try {
    await makeDirectory(resolve(path));
    await access(path, constants.W_OK | constants.R_OK | constants.X_OK);
  } catch (error) {
    throw new Refusal(`DATA_DIR ${path} cannot be written to: ${(error as Error).message}`);
  }
  const database = join(path, 'tracker.db');
  const release = await claim(path, database);
  await keepFromOthers(path);
  return {
    database,
    positions: join(path, 'stream-positions.json'),
    editorKey: join(path, 'editor-key'),
    masterSecret: masterSecretIn(path),
    documents: documentsIn(path),
    release,
  };
}

/**
 * Makes parents first, because Node's `recursive` never returns if the system answers ENOENT, as below /proc.
 */
async function makeDirectory(path: string): Promise<void> {
  if ((await stat(path).catch(() => undefined))?.isDirectory()) return;
  if (dirname(path) !== path) await makeDirectory(dirname(path));
  await mkdir(path, { mode: 0o700 });
}

/** Files that earlier versions, or a careless copy, may have left readable to others. */
const ours = ['tracker.db', 'tracker.db-wal', 'tracker.db-shm', 'stream-positions.json', 'endpoints.json'];

async function keepFromOthers(path: string): Promise<void> {
  await Promise.all(
    ours.map((name) =>
      chmod(join(path, name), 0o600).catch(({ code, message }: NodeJS.ErrnoException) => {
        if (code !== 'ENOENT')
          throw new Refusal(`${join(path, name)} cannot be kept from others: ${message}`);
      }),
    ),
  );
}

export type KeptText = { text: string; isNew: boolean };

/** The text of a file that only its owner may read; `make` writes it if it is missing. */
export async function keep(file: string, make: () => Promise<string>): Promise<KeptText> {
  try {
    const kept = { text: (await readFile(file, 'utf8')).trim(), isNew: false };
    if (isOpenToOthers(await stat(file))) throw new Refusal(`${file} is open to others: chmod 600 ${file}`);
    return kept;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw new Refusal(`${file} is no file that can be read: ${message}`);
  }
  const text = await make();
  await writeFile(file, `${text}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return { text, isNew: true };
}

/**
 * Makes the master secret: 32 random bytes in base64, from which every signing key derives. An existing one,
 * rotated or not, stays.
 */
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
