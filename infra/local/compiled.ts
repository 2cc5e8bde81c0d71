import { mkdirSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Beside the packages: Node's own place, below /tmp, is whoever's who made it first, and what lies there is run unseen. */
const place = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));

/** Has the next process find compiled what this one imports from here on; does nothing where it cannot be kept. */
export function keepCompiled(): void {
  try {
    mkdirSync(place, { recursive: true, mode: 0o700 });
    enableCompileCache(process.env.NODE_COMPILE_CACHE ?? place);
  } catch {
    return;
  }
}
