import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keep } from './keeping.ts';

/** Keeps documents in a folder that only its owner reads; a document is there whole or not at all. */
export const keepInFolder =
  (folder: string): Keep =>
  async (sha256, bytes) => {
    const file = join(folder, sha256);
    if (
      await stat(file).then(
        () => true,
        () => false,
      )
    )
      return;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const half = `${file}.${randomUUID()}`;
    const handle = await open(half, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(half, file);
  };
