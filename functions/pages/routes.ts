import { PatternRouter } from 'hono/router/pattern-router';
import type { Snapshot } from '../store/record/snapshots.ts';
import type { Elsewhere, File } from './answer.ts';
import type { Asked } from './asking/asked.ts';
import type { Parameter } from './asking/parameters.ts';
import type { Html } from './parts/html.ts';

type MadePage = Html | File | Elsewhere;

export type Page = (asked: Asked, snapshot: Snapshot) => MadePage | Promise<MadePage>;

export type PageRoute = {
  page: Page;
  /** The parameters that it knows. */
  asks: readonly Parameter[];
  /** It tells of more than the record, so nobody may keep it. */
  isLive?: true;
};

/**
 * Loads a page's code with its first request, because a cold start waits for everything loaded at the start.
 */
const later =
  <K extends string>(load: () => Promise<Record<K, Page>>, name: K): Page =>
  async (asked, snapshot) =>
    (await load())[name](asked, snapshot);

const files = () => import('./files/of-pages.ts');
const board = () => import('./board/page.ts');
const sources = () => import('./sources/files.ts');
const watching = () => import('./watching/page.ts');
const watchingFiles = () => import('./watching/files.ts');
const guide = () => import('./guide/page.ts');
const feeds = () => import('./changes/feeds.ts');
const whole = () => import('./data/whole.ts');
const cards = () => import('./cards/of-pages.ts');

const times = ['asOf', 'knownOn'] as const;
const ofState = [...times, 'status', 'depositary'] as const;
const ofBoard = [...ofState, 'called'] as const;
const ofCompare = [...times, 'states', 'instruments'] as const;
const ofFeed = ['types', 'state', 'instrument'] as const;
const ofChanges = [...ofFeed, 'before'] as const;
const ofCalendar = ['from', 'to', 'state', 'instrument'] as const;

/** Every page, by its path without a language. */
export const pages: Readonly<Record<string, PageRoute>> = {
  '/': { page: later(board, 'frontPage'), asks: ofBoard },
  '/board.csv': { page: later(files, 'boardCsv'), asks: ofBoard },
  '/states.csv': { page: later(files, 'statesCsv'), asks: times },
  '/states/:file{[A-Z]+\\.csv}': { page: later(files, 'stateCsv'), asks: ofState },
  '/states/:state/instruments/:file{[a-z0-9-]+\\.csv}': { page: later(files, 'storyCsv'), asks: times },
  '/instruments.csv': { page: later(files, 'instrumentsCsv'), asks: times },
  '/instruments/:file{[a-z0-9-]+\\.csv}': { page: later(files, 'rosterCsv'), asks: times },
  '/compare.csv': { page: later(files, 'compareCsv'), asks: ofCompare },
  '/card.png': { page: later(cards, 'siteCard'), asks: [] },
  '/board.png': { page: later(cards, 'boardCard'), asks: times },
  '/states/:file{[A-Z]+\\.png}': { page: later(cards, 'stateCard'), asks: times },
  '/states/:state/instruments/:file{[a-z0-9-]+\\.png}': { page: later(cards, 'storyCard'), asks: times },
  '/instruments/:file{[a-z0-9-]+\\.png}': { page: later(cards, 'instrumentCard'), asks: times },
  '/search': { page: later(() => import('./search/page.ts'), 'searchPage'), asks: ['q'] },
  '/search.csv': { page: later(() => import('./search/file.ts'), 'searchCsv'), asks: ['q'] },
  '/watch': { page: later(watching, 'watchPage'), asks: [], isLive: true },
  '/watch.csv': { page: later(watchingFiles, 'watchCsv'), asks: [], isLive: true },
  '/proposals': { page: later(() => import('./watching/proposals.ts'), 'proposalsPage'), asks: [] },
  '/proposals.csv': { page: later(watchingFiles, 'proposalsCsv'), asks: [] },
  '/subscribe': { page: later(guide, 'subscribePage'), asks: [] },
  '/about': { page: later(guide, 'aboutPage'), asks: [] },
  '/sitemap.xml': { page: later(() => import('./files/sitemap.ts'), 'sitemap'), asks: [] },
  '/changes': { page: later(() => import('./changes/page.ts'), 'changesPage'), asks: ofChanges },
  '/changes.csv': { page: later(() => import('./changes/file.ts'), 'changesCsv'), asks: ofChanges },
  '/changes.atom': { page: later(feeds, 'atom'), asks: ofFeed },
  '/changes.json': { page: later(feeds, 'jsonFeed'), asks: ofFeed },
  '/calendar': { page: later(() => import('./calendar/page.ts'), 'calendarPage'), asks: ofCalendar },
  '/calendar.csv': { page: later(() => import('./calendar/file.ts'), 'calendarCsv'), asks: ofCalendar },
  '/calendar.ics': { page: later(() => import('./calendar/ics.ts'), 'calendarFile'), asks: ofCalendar },
  '/data': { page: later(() => import('./data/page.ts'), 'dataPage'), asks: [] },
  '/data/datapackage.json': { page: later(whole, 'dataPackage'), asks: [] },
  '/data/:file{[a-z]+\\.(?:csv|ndjson)}': { page: later(whole, 'tableFile'), asks: times },
  '/states': { page: later(() => import('./states/list.ts'), 'statesPage'), asks: times },
  '/states/:state': { page: later(() => import('./states/page.ts'), 'statePage'), asks: ofState },
  '/states/:state/instruments/:instrument': {
    page: later(() => import('./story/page.ts'), 'storyPage'),
    asks: times,
  },
  '/instruments': { page: later(() => import('./instruments/list.ts'), 'instrumentsPage'), asks: times },
  '/instruments/:instrument': {
    page: later(() => import('./instruments/page.ts'), 'instrumentPage'),
    asks: times,
  },
  '/compare': { page: later(() => import('./compare/page.ts'), 'comparePage'), asks: ofCompare },
  '/sources': { page: later(() => import('./sources/list.ts'), 'sourcesPage'), asks: times },
  '/sources.csv': { page: later(sources, 'sourcesCsv'), asks: times },
  '/sources/:file{[a-z0-9-]+\\.csv}': { page: later(sources, 'sourceCsv'), asks: times },
  '/sources/:source': { page: later(() => import('./sources/page.ts'), 'sourcePage'), asks: times },
};

const byPath = new PatternRouter<PageRoute>();
for (const [path, route] of Object.entries(pages)) byPath.add('GET', path, route);

/** The page at a path in English, if there is one. */
export const pageAt = (path: string): PageRoute | undefined => byPath.match('GET', path)[0][0]?.[0];

/** Whether a path needs every State, every act, or a picture. */
const takesLong = (path: string): boolean =>
  /\.png$/.test(path) ||
  /^\/(states|instruments)(\.csv)?$|^\/(instruments\/|calendar|compare|data\/.*\.(csv|ndjson)$)/.test(path);

/**
 * The cost of a page in read units if nothing of it is in memory, and whether it is slow; by its path in
 * English.
 */
export const weightOf = (path: string, { knownOn }: Readonly<Record<string, string>>) => ({
  cost: path.startsWith('/changes') ? 15 : knownOn === undefined ? 2 : 7,
  isCostly: takesLong(path) || knownOn !== undefined,
});
