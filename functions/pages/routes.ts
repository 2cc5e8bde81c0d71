import type { Snapshot } from '../store/record/snapshots.ts';
import type { Asked } from './asking/asked.ts';
import type { Html } from './parts/html.ts';

/** A form of the record other than HTML. */
export type File = { type: string; body: string | Uint8Array; name?: string };

/** Another page that answers the question. */
export type Elsewhere = { location: string };

type Made = Html | File | Elsewhere;

export type Page = (asked: Asked, snapshot: Snapshot) => Made | Promise<Made>;

/** A page is loaded when somebody asks for it first: what a function loads to start is what its cold start waits for. */
const later =
  <K extends string>(load: () => Promise<Record<K, Page>>, name: K): Page =>
  async (asked, snapshot) =>
    (await load())[name](asked, snapshot);

const files = () => import('./files/of-pages.ts');

/** Every page, by its path whatever the language. */
export const pages: Readonly<Record<string, Page>> = {
  '/': later(() => import('./board/page.ts'), 'frontPage'),
  '/states.csv': later(files, 'statesCsv'),
  '/states/:file{[A-Z]+\\.csv}': later(files, 'stateCsv'),
  '/states/:state/instruments/:file{[a-z0-9-]+\\.csv}': later(files, 'storyCsv'),
  '/instruments.csv': later(files, 'instrumentsCsv'),
  '/instruments/:file{[a-z0-9-]+\\.csv}': later(files, 'rosterCsv'),
  '/compare.csv': later(files, 'compareCsv'),
  '/search': later(() => import('./search/page.ts'), 'searchPage'),
  '/watch': later(() => import('./watching/page.ts'), 'watchPage'),
  '/proposals': later(() => import('./watching/page.ts'), 'proposalsPage'),
  '/subscribe': later(() => import('./guide/page.ts'), 'subscribePage'),
  '/about': later(() => import('./guide/page.ts'), 'aboutPage'),
  '/sitemap.xml': later(() => import('./files/sitemap.ts'), 'sitemap'),
  '/changes': later(() => import('./changes/page.ts'), 'changesPage'),
  '/changes.atom': later(() => import('./changes/feeds.ts'), 'atom'),
  '/changes.json': later(() => import('./changes/feeds.ts'), 'jsonFeed'),
  '/calendar': later(() => import('./calendar/page.ts'), 'calendarPage'),
  '/calendar.ics': later(() => import('./calendar/ics.ts'), 'calendarFile'),
  '/data': later(() => import('./data/page.ts'), 'dataPage'),
  '/data/datapackage.json': later(() => import('./data/whole.ts'), 'dataPackage'),
  '/data/:file{[a-z]+\\.(?:csv|ndjson)}': later(() => import('./data/whole.ts'), 'tableFile'),
  '/states': later(() => import('./states/list.ts'), 'statesPage'),
  '/states/:state': later(() => import('./states/page.ts'), 'statePage'),
  '/states/:state/instruments/:instrument': later(() => import('./story/page.ts'), 'storyPage'),
  '/instruments': later(() => import('./instruments/list.ts'), 'instrumentsPage'),
  '/instruments/:instrument': later(() => import('./instruments/page.ts'), 'instrumentPage'),
  '/compare': later(() => import('./compare/page.ts'), 'comparePage'),
  '/sources/:source': later(() => import('./sources/page.ts'), 'sourcePage'),
};
