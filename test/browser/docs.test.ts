import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, openChromium } from '../support/chromium.ts';
import { aLaptop, type TestLaptop } from '../support/laptop/laptop.ts';
import { readyForAxe, violations } from './axe.ts';

let browser: Browser;
let laptop: TestLaptop;

/** One reference in Swagger UI for all tests with scripts, because it takes seconds to be shown. */
let page: Page;

/** The console's messages, and requests that failed or went to other hosts, since the test began. */
const troubles: string[] = [];

beforeAll(async () => {
  if (!hasChromium) return;
  laptop = await aLaptop();
  browser = await openChromium();
  page = await opened({ reducedMotion: 'reduce' });
  await page.goto(`${laptop.url}/docs#getParticipation`);
  await page.locator('.opblock.is-open').waitFor();
});
afterEach(async () => {
  await page?.setViewportSize(window);
  troubles.length = 0;
});
afterAll(() => browser?.close());

type Description = { paths: Record<string, Record<string, { operationId: string }>> };

const operations = async (): Promise<string[]> => {
  const { paths } = (await (await fetch(`${laptop.url}/openapi.json`)).json()) as Description;
  return Object.values(paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId));
};

const window = { width: 1200, height: 900 };

async function opened(options: BrowserContextOptions): Promise<Page> {
  const page = await browser.newPage({ viewport: window, ...options });
  page.on('console', (message) => troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('requestfailed', (request) => troubles.push(request.url()));
  page.on('request', (request) => {
    if (!request.url().startsWith(laptop.url)) troubles.push(`asked ${request.url()}`);
  });
  return page;
}

/** Opens an operation alone. */
async function operation(id: string): Promise<Locator> {
  const block = page.locator(`.opblock[id$="-${id}"]`);
  const isWanted = await block.evaluate((one) => one.matches('.is-open'));
  const folds = page.locator('.opblock.is-open .opblock-summary-control');
  if (!isWanted) await folds.evaluateAll((all) => all.map((fold) => fold.click()));
  if (!isWanted) await block.locator('.opblock-summary-control').click();
  await block.locator('.try-out__btn').waitFor();
  return block;
}

const found = (page: Page) => page.locator('.opblock-summary-path').allTextContents();
const widthBeyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
describe.runIf(hasChromium)('the reference', () => {
  test('shows every operation by its group, at every width, and finds one by any of its words', async () => {
    const opened = await page.locator('.opblock.is-open').evaluateAll((all) => all.map(({ id }) => id));
    expect(opened, 'of the address').toEqual([expect.stringMatching(/-getParticipation$/)]);
    const ids = await page.locator('.opblock').evaluateAll((all) => all.map(({ id }) => id));
    for (const operation of await operations()) expect(ids.join(' ')).toContain(`-${operation}`);
    expect(await page.locator('.plain').isVisible()).toBe(false);
    for (const width of [320, 375, 3840]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate<number>(widthBeyond), `${width}`).toBeLessThanOrEqual(0);
    }
    await page.getByLabel('Search operations').fill('calls document');
    await expect.poll(() => found(page)).toContain('/v1/states/{state}/progress');
    await expect.poll(() => page.locator('.webhooks .opblock').count()).toBe(0);
    expect(await found(page)).not.toContain('/v1/subscriptions');
    await page.getByLabel('Search operations').fill('proposal.opened');
    await expect.poll(() => page.locator('.webhooks .opblock').count()).toBe(1);
    await page.getByLabel('Search operations').fill('no such thing anywhere');
    await expect.poll(() => page.locator('.opblock-tag').count()).toBe(0);
    await page.getByLabel('Search operations').fill('');
    await expect.poll(() => page.locator('.opblock').count()).toBe(ids.length);
    expect(troubles).toEqual([]);
  });

  test('tries an operation with a keyboard alone, against the laptop, with the examples filled in', async () => {
    const block = await operation('getParticipation');
    await block.locator('.try-out__btn').focus();
    await page.keyboard.press('Enter');
    await block.locator('.execute').waitFor();
    const isExecute = 'document.activeElement.matches(".execute")';
    for (let step = 0; step < 20 && !(await page.evaluate(isExecute)); step += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const answer = block.locator('.live-responses-table');
    const status = answer.locator('tbody .response-col_status').first();
    await status.waitFor();
    expect(await status.textContent()).toContain('200');
    expect(await answer.textContent()).toContain('ilo-c029');
    expect(troubles).toEqual([]);
  });

  test('sends the key that it was given, and keeps it no longer than the page', async () => {
    const block = await operation('listSubscriptions');
    await page.click('.btn.authorize');
    await page.fill('.auth-container input', 'trt_nobody_knows');
    await page.click('.auth-btn-wrapper .authorize');
    await page.click('.btn-done');
    const asked = page.waitForRequest((request) => request.url().includes('/v1/subscriptions'));
    await block.locator('.try-out__btn').click();
    await block.locator('.execute').click();
    expect((await asked).headers().authorization).toBe('Bearer trt_nobody_knows');
    await block.locator('.live-responses-table').waitFor();
    expect(await page.evaluate('Object.keys(localStorage).concat(Object.keys(sessionStorage))')).toEqual([]);
    expect(troubles.filter((text) => !text.includes('401'))).toEqual([]);
  });

  test('gives axe nothing to find in what is ours, and three known things in the library', async () => {
    await operation('getInstrument');
    await page.evaluate(`(async () => {
      const still = await new CSSStyleSheet().replace('*, ::before, ::after { transition: none !important; animation: none !important; }');
      document.adoptedStyleSheets = [still];
    })()`);
    await readyForAxe(page);
    expect(await violations(page, { exclude: ['.swagger-ui'] })).toEqual([]);
    const known = /^(nested-interactive|heading-order|scrollable-region-focusable)/;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const options = colorScheme === 'light' ? {} : { runOnly: ['color-contrast'] };
      const ofLibrary = await violations(page, { include: ['.swagger-ui'] }, options);
      expect(ofLibrary.filter((one) => !known.test(one))).toEqual([]);
    }
  });

  test('is whole without script: landmarks, headings in order, every operation behind a link', async () => {
    const page = await opened({ javaScriptEnabled: false });
    await page.goto(`${laptop.url}/docs`);
    const links = await page.locator('nav a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    expect(links).toEqual((await operations()).map((id) => `#${id}`));
    for (const landmark of ['header', 'nav[aria-label]', 'main'])
      expect(await page.locator(landmark).count(), landmark).toBe(1);
    const levels = await page
      .locator('h1,h2,h3,h4,h5,h6')
      .evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1])));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 800 });
    await page.locator('details').evaluateAll((all) => {
      for (const one of all) one.setAttribute('open', '');
    });
    expect(await page.evaluate<number>(widthBeyond)).toBeLessThanOrEqual(0);
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('stays plain where the library cannot be had', async () => {
    const page = await browser.newPage();
    await page.route('**/swagger-ui-bundle.js', (route) => route.abort());
    await page.goto(`${laptop.url}/docs`);
    await page.locator('.plain').waitFor({ state: 'visible' });
    await page.close();
  });

  test('sends its library compressed, and itself within 60 KB with styles', async () => {
    const text = await (await fetch(`${laptop.url}/docs`)).text();
    const weigh = async (path: string) =>
      (await fetch(`${laptop.url}/${path}`, { headers: { 'accept-encoding': 'br' } })).headers;
    const [, library = ''] = /data-library="([^"]+)"/.exec(text) ?? [];
    expect((await weigh(library)).get('cache-control')).toContain('immutable');
    expect(Number((await weigh(library)).get('content-length'))).toBeLessThan(500_000);
    const styles = [...text.matchAll(/rel="stylesheet" href="([^"]+)"/g)].map(([, href = '']) => href);
    const each = await Promise.all(['docs', ...styles].map(weigh));
    const bytes = each.reduce((sum, headers) => sum + Number(headers.get('content-length')), 0);
    expect(bytes).toBeLessThanOrEqual(60_000);
    expect(each[0]?.get('content-security-policy')).not.toContain('unsafe');
  });
});
