import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';

/** How far each shard of each stream was read; `null` for a shard that was read to its end. */
export type Positions = {
  get(stream: string, shard: string): string | null | undefined;
  set(stream: string, shard: string, sequenceNumber: string | null): Promise<void>;
};

type Known = Record<string, Record<string, string | null>>;

/**
 * Keeps positions in a file, or in memory without one. If the file is lost or unreadable the stream is read
 * again, which every consumer allows for.
 */
export function createPositions(file?: string): Positions {
  const known: Known = file ? load(file) : {};
  let saved: Promise<void> = Promise.resolve();
  return {
    get: (stream, shard) => known[stream]?.[shard],
    set: (stream, shard, sequenceNumber) => {
      known[stream] = { ...known[stream], [shard]: sequenceNumber };
      if (file) saved = saved.then(() => save(file, known));
      return saved;
    },
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
async function save(file: string, known: Known): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(known), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
