import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Raised by one when the same files are to be loaded differently. */
const version = 1;

/** The SHA-256, in hex, of all seed files and their names. */
export async function digestOfSeeds(dir: string = import.meta.dirname): Promise<string> {
  const hash = createHash('sha256').update(`${version}\n`);
  const names = (await readdir(dir, { recursive: true })).filter((name) => /\.(json|txt)$/.test(name));
  for (const name of names.sort()) hash.update(`${name}\n`).update(await readFile(join(dir, name)));
  return hash.digest('hex');
}
