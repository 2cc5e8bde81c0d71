/** What counts the writes to the engine's file. */
export type Writes = {
  /** Another value once somebody has written; undefined where that cannot be told. */
  byNow(): unknown;
  /** Has the count asked anew: call it after each answer of the engine, so that this process reads what it wrote. */
  forget(): void;
  end(): void;
};

/**
 * SQLite counts what other connections commit. It is asked once for all requests that one turn of the event loop hands
 * over. https://www.sqlite.org/pragma.html#pragma_data_version
 */
export async function countWrites(file: string): Promise<Writes> {
  const { ask, end } = await asking(file);
  let said: { answer: unknown } | undefined;
  const forget = (): void => {
    said = undefined;
  };
  const byNow = (): unknown => {
    if (said) return said.answer;
    said = { answer: ask() };
    setImmediate(forget);
    return said.answer;
  };
  return { byNow, forget, end };
}

/** Answers undefined where this Node has no SQLite, or it cannot read along. */
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
