import type { Snapshot } from '../store/record/snapshots.ts';
import type { Asked } from './asking/asked.ts';
import type { Html } from './parts/html.ts';

/** A form of the record other than HTML. */
export type File = { type: string; body: string | Uint8Array; name?: string };

export type Page = (asked: Asked, snapshot: Snapshot) => Html | File | Promise<Html | File>;

/** A page is loaded when somebody asks for it first: what a function loads to start is what its cold start waits for. */
const later =
  <K extends string>(load: () => Promise<Record<K, Page>>, name: K): Page =>
  async (asked, snapshot) =>
    (await load())[name](asked, snapshot);

/** Every page, by its path whatever the language. */
export const pages: Readonly<Record<string, Page>> = {
  '/': later(() => import('./board/page.ts'), 'frontPage'),
  '/states': later(() => import('./states/list.ts'), 'statesPage'),
  '/states/:state': later(() => import('./states/page.ts'), 'statePage'),
  '/states/:state/instruments/:instrument': later(() => import('./story/page.ts'), 'storyPage'),
  '/instruments': later(() => import('./instruments/list.ts'), 'instrumentsPage'),
  '/instruments/:instrument': later(() => import('./instruments/page.ts'), 'instrumentPage'),
  '/compare': later(() => import('./compare/page.ts'), 'comparePage'),
  '/sources/:source': later(() => import('./sources/page.ts'), 'sourcePage'),
};
