import { mkdirSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * The compile cache is beside the packages. Node's own place below /tmp belongs to whoever made it first, and
 * what is in it runs unseen.
 */
const place = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));

/** Keeps compiled what this process imports from now on, for the next one; does nothing if it cannot. */
export function keepCompiled(): void {
  try {
    mkdirSync(place, { recursive: true, mode: 0o700 });
    enableCompileCache(process.env.NODE_COMPILE_CACHE ?? place);
  } catch {
    return;
  }
}
