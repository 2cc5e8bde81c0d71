import { createAssets } from '../lib/http/assets.ts';

/** Files beside this one as beside the bundle. */
export const { address, served, servedAt } = createAssets({
  below: '/assets',
  types: {
    'style.css': 'text/css; charset=utf-8',
    'page.js': 'text/javascript; charset=utf-8',
    'favicon.svg': 'image/svg+xml',
  },
  find: (name) => new URL(`./assets/${name}`, import.meta.url),
});
