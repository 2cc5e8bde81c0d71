import { createAssets } from '../lib/http/assets.ts';

/** Files beside this one as beside the bundle. */
export const { address, served, servedAt } = createAssets({
  below: '/assets',
  types: {
    'style.css': 'text/css; charset=utf-8',
    'page.js': 'text/javascript; charset=utf-8',
    'favicon.svg': 'image/svg+xml',
    'card-en.png': 'image/png',
    'card-zh.png': 'image/png',
    'card-fr.png': 'image/png',
  },
  find: (name) => new URL(`./assets/${name}`, import.meta.url),
});
