import { existsSync } from 'node:fs';
import { createAssets } from '../lib/http/assets.ts';

const types = {
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
  'reference.js': 'text/javascript; charset=utf-8',
  'reference.css': 'text/css; charset=utf-8',
};

export type AssetName = keyof typeof types;

/**
 * Serves our own files for the reference page, and the library's, from its package or from beside the bundle.
 */
export const { address, servedAt, inOneForm } = createAssets<AssetName>({
  below: '/docs/assets',
  types,
  find: (name) => {
    const beside = new URL(`./assets/${name}`, import.meta.url);
    return existsSync(beside) ? beside : new URL(import.meta.resolve(`swagger-ui-dist/${name}`));
  },
});
