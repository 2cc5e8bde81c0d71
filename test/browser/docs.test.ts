import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, openChromium } from '../support/chromium.ts';
import { aLaptop, type TestLaptop } from '../support/laptop/laptop.ts';

let browser: Browser;
let laptop: TestLaptop;

beforeAll(async () => {
  if (!hasChromium) return;
  laptop = await aLaptop();
  browser = await openChromium();
});
afterAll(() => browser?.close());

type Description = { paths: Record<string, Record<string, { operationId: string }>> };

const operations = async (): Promise<string[]> => {
  const { paths } = (await (await fetch(`${laptop.url}/openapi.json`)).json()) as Description;
  return Object.values(paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId));
};

/** The reference in Swagger UI, with the console's messages and any requests to other hosts. */
async function open(
  options: BrowserContextOptions = {},
  hash = '',
): Promise<{ page: Page; troubles: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, ...options });
  const troubles: string[] = [];
  page.on('console', (message) => troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('requestfailed', (request) => troubles.push(request.url()));
  page.on('request', (request) => {
    if (!request.url().startsWith(laptop.url)) troubles.push(`asked ${request.url()}`);
  });
  await page.goto(`${laptop.url}/docs${hash}`);
  if (options.javaScriptEnabled !== false) await page.locator('.opblock').first().waitFor();
  return { page, troubles };
}

const found = (page: Page) => page.locator('.opblock-summary-path').allTextContents();
const widthBeyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const violations = (page: Page, context: string, rules = '') =>
  page.evaluate<string[]>(
    `axe.run(${context}, { ${rules}resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
  );

describe.runIf(hasChromium)('the reference', () => {
  test('shows every operation by its group, at every width, and finds one by any of its words', async () => {
    const { page, troubles } = await open();
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
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('tries an operation with a keyboard alone, against the laptop, with the examples filled in', async () => {
    const { page, troubles } = await open({}, '#getParticipation');
    await page.locator('.opblock.is-open').waitFor();
    await page.focus('.try-out__btn');
    await page.keyboard.press('Enter');
    await page.locator('.execute').waitFor();
    const isExecute = 'document.activeElement.matches(".execute")';
    for (let step = 0; step < 20 && !(await page.evaluate(isExecute)); step += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const status = page.locator('.live-responses-table tbody .response-col_status').first();
    await status.waitFor();
    expect(await status.textContent()).toContain('200');
    expect(await page.locator('.live-responses-table').textContent()).toContain('ilo-c029');
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('sends the key that it was given, and keeps it no longer than the page', async () => {
    const { page, troubles } = await open({}, '#listSubscriptions');
    await page.click('.btn.authorize');
    await page.fill('.auth-container input', 'trt_nobody_knows');
    await page.click('.auth-btn-wrapper .authorize');
    await page.click('.btn-done');
    const asked = page.waitForRequest((request) => request.url().includes('/v1/subscriptions'));
    await page.click('.try-out__btn');
    await page.click('.execute');
    expect((await asked).headers().authorization).toBe('Bearer trt_nobody_knows');
    await page.locator('.live-responses-table').waitFor();
    expect(await page.evaluate('Object.keys(localStorage).concat(Object.keys(sessionStorage))')).toEqual([]);
    expect(troubles.filter((text) => !text.includes('401'))).toEqual([]);
    await page.close();
  });

  test('gives axe nothing to find in what is ours, and three known things in the library', async () => {
    const { page } = await open({ bypassCSP: true, reducedMotion: 'reduce' }, '#getInstrument');
    await page.locator('.opblock.is-open').waitFor();
    await page.evaluate(axe.source);
    expect(await violations(page, '{ exclude: [".swagger-ui"] }')).toEqual([]);
    const known = /^(nested-interactive|heading-order|scrollable-region-focusable)/;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.addStyleTag({
        content: '*, ::before, ::after { transition: none !important; animation: none !important; }',
      });
      const rules = colorScheme === 'light' ? '' : 'runOnly: ["color-contrast"], ';
      const ofLibrary = await violations(page, '{ include: [".swagger-ui"] }', rules);
      expect(ofLibrary.filter((one) => !known.test(one))).toEqual([]);
    }
    await page.close();
  });

  test('is whole without script: landmarks, headings in order, every operation behind a link', async () => {
    const { page, troubles } = await open({ javaScriptEnabled: false });
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
