import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from './refusal.ts';

/**
 * Claims a directory by SQLite's lock on a file in it. The kernel ties such a lock to the file, under
 * whatever name or network path, and releases it however this process ends. Answers how to release it.
 * @throws Refusal if another process has it, or has the database open because somebody deleted the lock
 */
export async function claim(path: string, database: string): Promise<() => void> {
  const file = join(path, 'lock');
  await writeFile(file, '', { flag: 'a', mode: 0o600 });
  const release = await lock(file, 'PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE', 0);
  if (!release)
    throw new Refusal(
      `DATA_DIR ${path} is in use by another tracker; stop that one or choose another directory`,
    );
  try {
    await requireUnopened(database);
  } catch (error) {
    release();
    throw error;
  }
  return release;
}

/** Milliseconds for the engine of a tracker that was killed to be gone too. */
const departing = 1000;

/** A file that is no database, or damaged, passes: the engine says what is wrong with it. */
async function requireUnopened(database: string): Promise<void> {
  if (!existsSync(database)) return;
  const exclusively = 'PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; ROLLBACK';
  const close = await lock(database, exclusively, departing).catch(() => () => {});
  if (!close)
    throw new Refusal(
      `${database} is open in another process, such as another tracker whose file lock was deleted; stop that one or choose another directory`,
    );
  close();
}

/** Undefined where another process holds a lock that stands against it. */
async function lock(file: string, statements: string, timeout: number): Promise<(() => void) | undefined> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(file, { timeout });
  try {
    database.exec(statements);
    return () => database.close();
  } catch (error) {
    database.close();
    if (!/locked/.test((error as Error).message)) throw error;
    return undefined;
  }
}
