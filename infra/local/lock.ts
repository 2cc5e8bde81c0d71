import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from './refusal.ts';

/**
 * Claims a directory by SQLite's lock on a file in it. The kernel ties such a lock to the file, under
 * whatever name or network path, and releases it however this process ends. Answers how to release it.
 * @throws Refusal if another process has it
 */
export async function claim(path: string): Promise<() => void> {
  const { DatabaseSync } = await import('node:sqlite');
  const file = join(path, 'lock');
  await writeFile(file, '', { flag: 'a', mode: 0o600 });
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!/locked/.test((error as Error).message)) throw error;
    throw new Refusal(
      `DATA_DIR ${path} is in use by another tracker; stop that one or choose another directory`,
    );
  }
  return () => database.close();
}
