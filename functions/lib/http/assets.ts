import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { forEver, publicCaching } from './headers.ts';

type Asset = { bytes: Buffer; hash: string };

type AssetSettings<N extends string> = {
  /** The path under which the files are served. */
  below: string;
  /** The content type of each file, by its name. */
  types: Readonly<Record<N, string>>;
  /** Where a file is. */
  find: (name: N) => URL;
};

/**
 * Serves static files, each read when first asked for. An address names its content, so clients may keep it
 * for ever.
 */
export function createAssets<N extends string>({ below, types, find }: AssetSettings<N>) {
  const known = new Map<N, Asset>();

  const asset = (name: N): Asset => {
    const before = known.get(name);
    if (before) return before;
    const bytes = readFileSync(find(name));
    const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 10);
    known.set(name, { bytes, hash });
    return { bytes, hash };
  };

  const address = (name: N): string => `${below}/${asset(name).hash}/${name}`;

  const served = (name: N, caching: string): Response =>
    new Response(new Uint8Array(asset(name).bytes), {
      headers: { 'content-type': types[name], 'cache-control': caching },
    });

  const isKnown = (given: string): given is N => Object.hasOwn(types, given);

  /** The file at a path, also at the address that it had with earlier content. */
  const servedAt = (path: string): Response | undefined => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return isKnown(name) ? served(name, path === address(name) ? forEver : publicCaching) : undefined;
  };

  /** A path of ours in one form: every earlier address of a file is one. */
  const inOneForm = (path: string): string => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (!path.startsWith(`${below}/`) || !isKnown(name) || path === address(name)) return path;
    return path.replace(/(?<=\/)[^/]+(?=\/[^/]+$)/, 'earlier');
  };

  return { address, served, servedAt, inOneForm };
}
