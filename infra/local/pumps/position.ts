import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';

/** How far each shard of each stream was read; `null` for a shard that was read to its end. */
export type Positions = {
  get(stream: string, shard: string): string | null | undefined;
  /** Resolves when it is saved. */
  set(stream: string, shard: string, sequenceNumber: string | null): Promise<void>;
  /** Moves past records that needed no work: saved within a second, because reading them again harms nothing. */
  pass(stream: string, shard: string, sequenceNumber: string): void;
  /** Saves what was passed and not saved yet. */
  save(): Promise<void>;
};

type Known = Record<string, Record<string, string | null>>;

const passedForMost = 1000;

/**
 * Keeps positions in a file, or in memory without one. If the file is lost or unreadable the stream is read
 * again, which every consumer allows for.
 */
export function createPositions(file?: string): Positions {
  const known: Known = file ? load(file) : {};
  let saved: Promise<void> = Promise.resolve();
  let later: NodeJS.Timeout | undefined;

  const note = (stream: string, shard: string, sequenceNumber: string | null): void => {
    known[stream] = { ...known[stream], [shard]: sequenceNumber };
  };
  const save = (): Promise<void> => {
    clearTimeout(later);
    later = undefined;
    if (file) saved = saved.catch(() => undefined).then(() => write(file, known));
    return saved;
  };
  return {
    get: (stream, shard) => known[stream]?.[shard],
    set: (stream, shard, sequenceNumber) => {
      note(stream, shard, sequenceNumber);
      return save();
    },
    pass: (stream, shard, sequenceNumber) => {
      note(stream, shard, sequenceNumber);
      later ??= setTimeout(() => save().catch(() => undefined), passedForMost).unref();
    },
    save: () => (later ? save() : saved),
  };
}

function load(file: string): Known {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Known;
  } catch {
    return {};
  }
}

/** Renames the file into place, so that a crash leaves the old positions or the new ones. */
async function write(file: string, known: Known): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(known), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
