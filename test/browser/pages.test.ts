import axe from 'axe-core';
import { parseDocument } from 'htmlparser2';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, openChromium } from '../support/chromium.ts';
import { aLaptop, type TestLaptop } from '../support/laptop/laptop.ts';
import { textsIn } from '../support/words.ts';

const story = '/states/CHN/instruments/ilo-c029';

const paths = [
  '/',
  '/states',
  '/states/CHN',
  story,
  '/instruments',
  '/instruments/iccpr',
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

let browser: Browser;
let laptop: TestLaptop;

beforeAll(async () => {
  if (!hasChromium) return;
  laptop = await aLaptop();
  browser = await openChromium();
});
afterAll(() => browser?.close());

type Looked = { page: Page; context: BrowserContext; troubles: string[] };

/** A page that keeps the console's messages and any requests to other hosts. */
async function looking(options: BrowserContextOptions = {}): Promise<Looked> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (!message.text().includes('status of 404')) troubles.push(`${page.url()} ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`${page.url()} ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(laptop.url)) troubles.push(`asked ${request.url()}`);
  });
  return { page, context, troubles };
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
  /** Colours are the same in every language, and no other rule depends on the scheme. */
  test.each([
    ['/en', 'light', ''],
    ['/en', 'dark', 'runOnly: ["color-contrast"],'],
    ['/zh', 'light', 'rules: { "color-contrast": { enabled: false } },'],
    ['/fr', 'light', 'rules: { "color-contrast": { enabled: false } },'],
  ] as const)('give axe nothing to find, in %s, %s', async (prefix, colorScheme, options) => {
    const { page, context } = await looking({ bypassCSP: true, colorScheme });
    await context.addInitScript(axe.source);
    for (const path of paths) {
      await page.goto(`${laptop.url}${at(prefix, path)}`);
      const found = await page.evaluate<string[]>(
        `axe.run(document, { ${options} resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
      );
      expect(found, `${prefix} ${path} ${colorScheme}`).toEqual([]);
    }
    await context.close();
  });

  test('give axe nothing to find on a phone, where parts scroll and targets are close', async () => {
    const { page, context } = await looking({ bypassCSP: true, viewport: { width: 360, height: 800 } });
    for (const path of ['/', story, '/instruments/iccpr', '/calendar', '/compare?states=CHN,USA,IND']) {
      await page.goto(`${laptop.url}${path}`);
      await page.evaluate(axe.source);
      const found = await page.evaluate<string[]>(
        `axe.run(document, { runOnly: ['scrollable-region-focusable', 'target-size'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
      );
      expect(found, path).toEqual([]);
    }
    await context.close();
  });

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

  test('fit windows from 320 to 3840 wide, say nothing in the console and ask no other host', async () => {
    const { page, context, troubles } = await looking();
    for (const path of paths) {
      await page.goto(`${laptop.url}${at('/en', path)}`);
      for (const width of [320, 390, 3840]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate<number>(widthBeyond), `${path} at ${width}`).toBeLessThanOrEqual(0);
      }
      expect(await page.locator('h1').count(), path).toBe(1);
    }
    expect(troubles).toEqual([]);
    await context.close();
  });

  test('stand no Chinese word on end on a phone', async () => {
    const { page, context } = await looking({ viewport: { width: 360, height: 800 } });
    for (const path of ['', '/states/FRA', '/instruments/iccpr', '/compare?states=CHN,USA,IND,BRA']) {
      await page.goto(`${laptop.url}/zh${path}`);
      const heights = await page.evaluate<number[]>(
        `[...document.querySelectorAll('td .status, td time')].map((one) => one.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(one).fontSize))`,
      );
      expect(heights.length, path).toBeGreaterThan(10);
      expect(Math.max(...heights), path).toBeLessThan(4);
    }
    await context.close();
  });

  test.each(['forced colours', 'print'])('tell States by more than their colour: in %s', async (way) => {
    const { page, context } = await looking();
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
    await context.close();
  });

  test('are whole without script, forms too', async () => {
    const { page, context, troubles } = await looking({ javaScriptEnabled: false });
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
    await context.close();
  });

  test.each([
    ['2019-04-29', 'No action'],
    ['2022-08-12', 'Contracting State'],
    ['2023-08-12', 'Party'],
  ])('tell how it stood on %s', async (asOf, status) => {
    const { page, context } = await looking();
    await page.goto(`${laptop.url}${story}?asOf=${asOf}`);
    expect(await page.locator('.standing .status').textContent()).toContain(status);
    await context.close();
  });

  test('can be walked through with a keyboard alone', async () => {
    const { page, context } = await looking();
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
    await context.close();
  });

  test('print what matters: where the page is from, and no forms', async () => {
    const { page, context } = await looking();
    await page.goto(`${laptop.url}${story}`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.printed').isVisible()).toBe(true);
    expect(await page.locator('.filter').isVisible()).toBe(false);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
    await context.close();
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
