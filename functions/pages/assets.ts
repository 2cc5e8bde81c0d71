import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Files that are served as they are, beside this file as beside the bundle. */
const types = {
  'style.css': 'text/css; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'favicon.svg': 'image/svg+xml',
  'card-en.png': 'image/png',
  'card-zh.png': 'image/png',
  'card-fr.png': 'image/png',
} as const;

export type AssetName = keyof typeof types;

export type Asset = { type: string; bytes: Buffer; hash: string };

const read = new Map<AssetName, Asset>();

export function asset(name: AssetName): Asset {
  const before = read.get(name);
  if (before) return before;
  const bytes = readFileSync(new URL(`./assets/${name}`, import.meta.url));
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 10);
  const made = { type: types[name], bytes, hash };
  read.set(name, made);
  return made;
}

/** Where a file is found that may be kept for ever: another content is another address. */
export const address = (name: AssetName): string => `/assets/${asset(name).hash}/${name}`;

export const isAsset = (name: string): name is AssetName => Object.hasOwn(types, name);
