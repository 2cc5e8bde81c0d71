import { parse } from 'csv-parse/sync';
import { type CalendarResponse, async as parser, type VEvent } from 'node-ical';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasChromium, openChromium } from '../support/chromium.ts';
import { aLaptop, type TestLaptop } from '../support/laptop/laptop.ts';

let browser: Browser;
let laptop: TestLaptop;

beforeAll(async () => {
  laptop = await aLaptop();
  if (hasChromium) browser = await openChromium();
});
afterAll(() => browser?.close());

async function reading(options: BrowserContextOptions, path = '/en'): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  await page.goto(`${laptop.url}${path}`);
  return page;
}

/** Whether an element fits into the window as a whole. */
async function fitsOneScreen(page: Page, selector: string): Promise<boolean> {
  const answer = page.locator(selector).first();
  await answer.scrollIntoViewIfNeeded();
  const box = await answer.boundingBox();
  return box !== null && box.height <= (page.viewportSize()?.height ?? 0);
}

type Question = { asks: string; click?: string; answer: string; says: RegExp };

const questions: Question[] = [
  { asks: 'has China ratified C029', answer: '.cell:has-text("C029")', says: /Party/ },
  { asks: 'since when', answer: '.cell:has-text("C029")', says: /12 Aug 2023/ },
  { asks: 'what did the letter achieve', answer: '.score', says: /1 of 12/ },
  {
    asks: 'what applies in Hong Kong',
    answer: 'table.board tr:has(a[href$="/iccpr"])',
    says: /applies/i,
  },
  {
    asks: 'what is about to change',
    click: 'nav.menu a[href$="/calendar"]',
    answer: 'main h1',
    says: /takes effect/,
  },
  { asks: 'how fresh is this', answer: 'p:has-text("evidence")', says: /20\d\d/ },
];

describe.runIf(hasChromium)('the seven questions', () => {
  /** One window for all tests, because opening one takes longer than a question. */
  let page: Page;
  beforeAll(async () => {
    page = await reading({});
  });
  beforeEach(async () => {
    await page.goto(`${laptop.url}/en`);
  });
  afterAll(() => page.close());

  test.each(questions)(
    '$asks: one click at most from the board, and one screen',
    async ({ click, answer, says }) => {
      if (click) await page.click(click);
      expect(await page.locator(answer).first().textContent()).toMatch(says);
      expect(await fitsOneScreen(page, answer)).toBe(true);
    },
  );

  test('who else has not: one search from the board leads to every State as a tile', async () => {
    await page.fill('#q', 'CAT');
    await page.press('#q', 'Enter');
    await page.waitForURL('**/instruments/cat');
    expect(await page.locator('.tile[href]').count()).toBeGreaterThan(0);
  });
});

describe.runIf(hasChromium)('a reader', () => {
  test('with only a keyboard comes from the board to how it stood on another day', async () => {
    const page = await reading({});
    const focused = () => page.evaluate<string>('document.activeElement.textContent.trim()');
    for (let step = 0; step < 40 && !(await focused()).startsWith('C029'); step += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/states/CHN/instruments/ilo-c029');
    await page.focus('input[name=asOf]');
    await page.fill('input[name=asOf]', '2022-08-12');
    await page.keyboard.press('Enter');
    await page.waitForURL('**asOf=2022-08-12**');
    expect(await page.locator('.standing .status').textContent()).toContain('Contracting State');
    await page.close();
  });

  test('with only a phone finds a treaty by touch, and never has to move the page sideways', async () => {
    const page = await reading({ viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true });
    const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    await page.locator('#q').tap();
    await page.keyboard.type('forced labour');
    await page.locator('.find button').tap();
    await page.waitForURL('**/search?**');
    expect(await page.evaluate<number>(beyond)).toBeLessThanOrEqual(0);
    await page.locator('main a[href$="/instruments/ilo-c029"]').first().tap();
    await page.waitForURL('**/instruments/ilo-c029');
    expect(await page.evaluate<number>(beyond)).toBeLessThanOrEqual(0);
    await page.locator('.tile.subject').tap();
    await page.waitForURL('**/states/CHN/instruments/ilo-c029');
    expect(await page.locator('.standing').textContent()).toContain('12 August 2023');
    await page.close();
  });
});

const fileOf = async (page: string, ending: string): Promise<Response> => {
  const text = await (await fetch(`${laptop.url}${page}`, { headers: { accept: 'text/html' } })).text();
  const [, href = ''] = new RegExp(`href="([^"]+\\.${ending}[^"]*)"`).exec(text) ?? [];
  return fetch(new URL(href.replaceAll('&amp;', '&'), laptop.url));
};

test('a reader with only a spreadsheet opens the file that the page names, and every cell is a text', async () => {
  const bytes = Buffer.from(await (await fileOf('/states/CHN', 'csv')).arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const rows: Record<string, string>[] = parse(bytes, { bom: true, columns: true });
  const c029 = rows.find(({ instrument }) => instrument === 'ilo-c029');
  expect(c029).toMatchObject({ status: 'party', consentOn: '2022-08-12', inForceOn: '2023-08-12' });
  for (const cell of rows.flatMap((row) => Object.values(row))) expect(cell).not.toMatch(/^[=+@\t\r]/);
});

test('a reader with only a calendar has the day, and an address that leads to the story', async () => {
  const text = await (await fileOf('/en', 'ics')).text();
  const parsed: CalendarResponse = await parser.parseICS(text);
  const events = Object.values(parsed).filter((one): one is VEvent => one?.type === 'VEVENT');
  const addressOf = ({ url }: VEvent) => /https?:[^"]+/.exec(JSON.stringify(url) ?? '')?.[0] ?? '';
  const effect = events.find((event) => addressOf(event).endsWith('/states/CHN/instruments/ilo-c029'));
  if (!effect) throw new Error('the calendar has nothing of C029');
  expect(String(effect.summary)).toContain('China');
  const told = await fetch(addressOf(effect), { headers: { accept: 'text/html' } });
  expect([told.status, (await told.text()).includes('12 August 2023')]).toEqual([200, true]);
});
