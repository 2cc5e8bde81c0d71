import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const memory = '/dev/shm';

/** Twice what a whole run writes there; many containers have 64 MB. */
const enough = 2 ** 30;

function isRoomy(): boolean {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= enough;
  } catch {
    return false;
  }
}

/**
 * Has this process, and all that it starts, write to a directory that goes when it ends. It is in memory if there is
 * room, because a database waits for its disk after each write.
 */
export function scratchOfRun(): void {
  const directory = mkdtempSync(join(isRoomy() ? memory : tmpdir(), 'run-'));
  process.env.TMPDIR = directory;
  process.once('exit', () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
}
