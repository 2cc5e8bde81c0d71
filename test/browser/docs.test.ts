import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway } from '../../infra/local/aws/gateway.ts';
import { clientOf } from '../support/api.ts';
import { hasChromium, openChromium } from '../support/chromium.ts';
import { freshTable } from '../support/engine/table.ts';
import { captureLog } from '../support/quiet-log.ts';
import { withRecord } from '../support/record-fixture.ts';

let browser: Browser;
let gateway: Awaited<ReturnType<typeof openGateway>>;
const troubles: string[] = [];

beforeAll(async () => {
  if (!hasChromium) return;
  const { log } = captureLog();
  gateway = await openGateway({ host: '127.0.0.1', port: 0, timeout: 10, log });
  gateway.serve(clientOf(await withRecord(await freshTable())).api);
  browser = await openChromium();
});
afterAll(async () => {
  await browser?.close();
  await gateway?.stop();
});

async function open(width: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  page.on('console', (message) => troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('requestfailed', (request) => troubles.push(request.url()));
  await page.goto(`${gateway.url}/docs`);
  return page;
}

test.runIf(hasChromium)('the reference shows every operation without trouble', async () => {
  const page = await open(1200);
  const document = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const operations = Object.values(document.paths).flatMap((item) =>
    Object.values(item).map(({ operationId }) => operationId),
  );
  expect(operations.length).toBeGreaterThan(15);
  const shown = await page.locator('main article[id]').evaluateAll((all) => all.map(({ id }) => id));
  expect(shown).toEqual(expect.arrayContaining(operations));
  const links = await page.locator('nav a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  expect(links).toEqual(operations.map(() => expect.stringMatching(/^#/)));
  expect(troubles.filter((text) => !text.includes('favicon'))).toEqual([]);
});

test.runIf(hasChromium)(
  'it has landmarks, one first heading, and no heading that skips a level',
  async () => {
    const page = await open(1200);
    for (const landmark of ['header', 'nav[aria-label]', 'main']) {
      expect(await page.locator(landmark).count(), landmark).toBe(1);
    }
    const levels = await page
      .locator('h1,h2,h3,h4,h5,h6')
      .evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1])));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  },
);

test.runIf(hasChromium)('it fits a telephone', async () => {
  const page = await open(375);
  await page.locator('details').evaluateAll((all) => {
    for (const one of all) one.setAttribute('open', '');
  });
  const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect(await page.evaluate<number>(beyond)).toBeLessThanOrEqual(0);
});
