import { parseDocument } from 'htmlparser2';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, openChromium } from '../support/chromium.ts';
import { aLaptop, type TestLaptop } from '../support/laptop/laptop.ts';
import { textsIn } from '../support/words.ts';
import { readyForAxe, violations } from './axe.ts';

const story = '/states/CHN/instruments/ilo-c029';

const paths = [
  '/',
  '/states',
  '/states/CHN',
  story,
  '/instruments',
  '/instruments/iccpr',
  '/compare?states=CHN,USA,IND',
  '/compare?states=CHN,USA,IND&instruments=iccpr,cat',
  '/sources',
  '/sources/ohchr-2019-04-29',
  '/changes',
  '/calendar',
  '/watch',
  '/proposals',
  '/subscribe',
  '/data',
  '/about',
  '/search?q=rights',
  '/states/XXX',
];

const at = (prefix: string, path: string) => (path === '/' ? prefix : `${prefix}${path}`);

/** Where parts scroll and targets are close on a phone. */
const onPhones = new Set(['/', story, '/instruments/iccpr', '/calendar', '/compare?states=CHN,USA,IND']);

const window = { width: 1280, height: 720 };

let browser: Browser;
let laptop: TestLaptop;

/** One window for all tests with scripts, because opening one costs more than most of them. */
let page: Page;

/** The console's messages and requests to other hosts since the last look here. */
const troubles: string[] = [];

beforeAll(async () => {
  if (!hasChromium) return;
  laptop = await aLaptop();
  browser = await openChromium();
  page = await opened();
});
afterEach(async () => {
  troubles.length = 0;
  await page?.emulateMedia({ media: null, colorScheme: null, forcedColors: null });
  await page?.setViewportSize(window);
});
afterAll(() => browser?.close());

async function opened(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: window, ...options });
  page.on('console', (message) => {
    if (!message.text().includes('status of 404')) troubles.push(`${page.url()} ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`${page.url()} ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(laptop.url)) troubles.push(`asked ${request.url()}`);
  });
  return page;
}

type Tree = ReturnType<typeof parseDocument>;
type Node = Tree | Tree['children'][number];

/**
 * The texts and attributes that a page shows its reader, except those marked as another language, and names
 * in programs.
 */
function unmarked(node: Node): string[] {
  if ('data' in node) return node.type === 'text' ? [node.data.replace(/\s+/g, ' ').trim()] : [];
  if (node.type === 'style' || node.type === 'script' || ('name' in node && node.name === 'code')) return [];
  const attributes = 'attribs' in node ? node.attribs : {};
  if (attributes.lang && !('name' in node && node.name === 'html')) return [];
  const told = ['title', 'aria-label', 'placeholder', 'alt', 'content'].map((one) => attributes[one] ?? '');
  return [...told, ...node.children.flatMap(unmarked)].filter(Boolean);
}

const widthBeyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

describe.runIf(hasChromium)('pages in a browser', () => {
  /** Colours are the same in every language and width, and no other rule depends on the scheme. */
  test.each(paths)(
    'in English, %s fits every width, says nothing in the console, asks no other host and gives axe nothing to find, light, dark or on a phone',
    async (path) => {
      await page.goto(`${laptop.url}${at('/en', path)}`);
      for (const width of [320, 390, 3840]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate<number>(widthBeyond), `at ${width}`).toBeLessThanOrEqual(0);
      }
      expect(await page.locator('h1').count()).toBe(1);
      expect(troubles).toEqual([]);
      await page.setViewportSize(window);
      await readyForAxe(page);
      await page.emulateMedia({ colorScheme: 'light' });
      expect(await violations(page), 'light').toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await violations(page, undefined, { runOnly: ['color-contrast'] }), 'dark').toEqual([]);
      if (!onPhones.has(path)) return;
      await page.setViewportSize({ width: 360, height: 800 });
      const runOnly = ['scrollable-region-focusable', 'target-size'];
      expect(await violations(page, undefined, { runOnly }), 'on a phone').toEqual([]);
    },
  );

  test.each(['/zh', '/fr'].flatMap((prefix) => paths.map((path) => at(prefix, path))))(
    '%s gives axe nothing to find',
    async (path) => {
      await page.goto(`${laptop.url}${path}`);
      await readyForAxe(page);
      const rules = { 'color-contrast': { enabled: false } };
      expect(await violations(page, undefined, { rules })).toEqual([]);
    },
  );

  test.each(['zh', 'fr'] as const)(
    'say nothing in English in /%s but what is marked as such',
    async (language) => {
      const own = textsIn(language).join('\n');
      const english = textsIn('en')
        .flatMap((text) => text.split('¤'))
        .map((text) => text.trim())
        .filter((text) => /\p{L}{4}/u.test(text) && !own.includes(text));
      expect(english.length).toBeGreaterThan(300);
      for (const path of paths) {
        const answer = await fetch(`${laptop.url}${at(`/${language}`, path)}`, {
          headers: { accept: 'text/html' },
        });
        const said = unmarked(parseDocument(await answer.text())).join('\0');
        const leaked = english.filter(
          (text) => said.includes(` ${text} `) || `\0${said}\0`.includes(`\0${text}\0`),
        );
        expect(leaked, `/${language}${path}`).toEqual([]);
      }
    },
  );

  test('stand no Chinese word on end on a phone', async () => {
    await page.setViewportSize({ width: 360, height: 800 });
    for (const path of ['', '/states/FRA', '/instruments/iccpr', '/compare?states=CHN,USA,IND,BRA']) {
      await page.goto(`${laptop.url}/zh${path}`);
      const heights = await page.evaluate<number[]>(
        `[...document.querySelectorAll('td .status, td time')].map((one) => one.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(one).fontSize))`,
      );
      expect(heights.length, path).toBeGreaterThan(10);
      expect(Math.max(...heights), path).toBeLessThan(4);
    }
  });

  test.each(['forced colours', 'print'])('tell States by more than their colour: in %s', async (way) => {
    await page.goto(`${laptop.url}/instruments/iccpr`);
    await page.emulateMedia(way === 'print' ? { media: 'print' } : { forcedColors: 'active' });
    const looks = await page.evaluate<string[]>(
      `['party', 'contracting-state', 'signatory', 'no-action', 'not-looked-at', 'former-party'].map((one) => {
        const tile = document.querySelector('.tiles .tile');
        tile.className = 'tile s-' + one;
        const { backgroundColor, borderTopWidth, borderTopStyle, textDecorationLine, printColorAdjust } = getComputedStyle(tile);
        return [backgroundColor, borderTopWidth, borderTopStyle, textDecorationLine, printColorAdjust].join(' ');
      })`,
    );
    expect(new Set(looks).size).toBe(6);
    if (way === 'print') for (const look of looks) expect(look).toContain('exact');
  });

  test('are whole without script, forms too', async () => {
    const page = await opened({ javaScriptEnabled: false });
    await page.goto(`${laptop.url}/en`);
    await page.fill('input[name=asOf]', '2022-08-11');
    await page.selectOption('select[name=called]', 'named');
    await page.click('.filter button');
    expect(page.url()).toContain('asOf=2022-08-11');
    expect(await page.locator('.score strong').textContent()).toBe('0 of 12');
    expect(await page.locator('tr.differs').count()).toBe(1);
    expect(await page.locator('table.board tbody tr').count()).toBe(12);
    await page.fill('#q', 'C029');
    await page.press('#q', 'Enter');
    expect(new URL(page.url()).pathname).toBe('/instruments/ilo-c029');
    expect(troubles).toEqual([]);
    await page.close();
  });

  test.each([
    ['2019-04-29', 'No action'],
    ['2022-08-12', 'Contracting State'],
    ['2023-08-12', 'Party'],
  ])('tell how it stood on %s', async (asOf, status) => {
    await page.goto(`${laptop.url}${story}?asOf=${asOf}`);
    expect(await page.locator('.standing .status').textContent()).toContain(status);
  });

  test('can be walked through with a keyboard alone', async () => {
    await page.goto(`${laptop.url}/instruments/iccpr`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await page.goto(`${laptop.url}/en`);
    const before = page.url();
    await page.focus('input[type=range]');
    await page.keyboard.press('ArrowLeft');
    expect(page.url()).toBe(before);
  });

  test('print what matters: where the page is from, and no forms', async () => {
    await page.goto(`${laptop.url}${story}`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.printed').isVisible()).toBe(true);
    expect(await page.locator('.filter').isVisible()).toBe(false);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
  });

  test('weigh 60 KB at most over the wire, with styles', async () => {
    const headers = { accept: 'text/html', 'accept-encoding': 'br' };
    const weigh = async (path: string) => {
      const answer = await fetch(`${laptop.url}${path}`, { headers });
      const text = await answer.text();
      return { text, bytes: Number(answer.headers.get('content-length')) };
    };
    for (const path of paths) {
      const { text, bytes } = await weigh(at('/zh', path));
      const [, style = ''] = /rel="stylesheet" href="([^"]+)"/.exec(text) ?? [];
      expect(bytes + (await weigh(style)).bytes, path).toBeLessThanOrEqual(60_000);
    }
  });
});
