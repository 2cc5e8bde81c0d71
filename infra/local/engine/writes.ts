import { perTurn } from './turn.ts';

/** Counts the writes to the engine's file. */
export type Writes = {
  /** A value that changes with every write; undefined if that cannot be known. */
  byNow(): unknown;
  /**
   * Reads the count again. Call it after each answer of the engine, so that this process sees its own writes.
   */
  forget(): void;
  end(): void;
};

/**
 * Reads SQLite's count of commits by other connections, once for all requests of a turn of the event loop.
 * https://www.sqlite.org/pragma.html#pragma_data_version
 */
export async function countWrites(file: string): Promise<Writes> {
  const { ask, end } = await asking(file);
  return { ...perTurn(ask), end };
}

/** Undefined if this Node has no SQLite, or it cannot read the file. */
async function asking(file: string) {
  try {
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(file, { readOnly: true });
    const question = database.prepare('PRAGMA data_version');
    const ask = (): unknown => {
      try {
        return question.get()?.data_version;
      } catch {
        return undefined;
      }
    };
    return { ask, end: () => database.close() };
  } catch {
    return { ask: () => undefined, end: () => {} };
  }
}
