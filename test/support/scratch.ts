import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const memory = '/dev/shm';

/** A whole run takes a quarter of it; a container is often given 64 MB there. */
const enough = 2 ** 30;

/**
 * Where tests write: in memory where there is room, for a database waits for its disk after each write, and nothing that
 * is written here outlives its run.
 */
export const scratch = ((): string => {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= enough ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
})();
