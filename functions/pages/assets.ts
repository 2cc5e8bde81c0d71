import { createAssets } from '../lib/http/assets.ts';

/** Serves the files beside this one, or beside the bundle. */
export const { address, served, servedAt, inOneForm } = createAssets({
  below: '/assets',
  types: {
    'style.css': 'text/css; charset=utf-8',
    'page.js': 'text/javascript; charset=utf-8',
    'favicon.svg': 'image/svg+xml',
  },
  find: (name) => new URL(`./assets/${name}`, import.meta.url),
});
