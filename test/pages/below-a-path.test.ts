import { beforeAll, describe, expect, test } from 'vitest';
import { functionAt } from '../../infra/wiring.ts';
import { clientOf } from '../support/api.ts';
import { freshTable } from '../support/engine/table.ts';
import { pagesOf, type Shown } from '../support/pages.ts';
import { anAction, withRecord } from '../support/record-fixture.ts';

const host = 'https://example.org';
const base = '/tracker';
const publicUrl = `${host}${base}`;
const writing = { now: () => '2023-01-01T12:00:00.000Z', by: 'test', idempotency: undefined };

let ask: (path: string, accept?: string) => Promise<Shown>;

beforeAll(async () => {
  const store = await withRecord(await freshTable());
  await store.recording.recordActions('CHN', 'ilo-c029', [{ action: anAction() }], writing);
  const pages = pagesOf(store, { publicUrl });
  const api = clientOf(store, { publicUrl });
  ask = (path, accept = 'text/html') =>
    functionAt(path.slice(base.length)) === 'pages' ? pages(path, { accept }) : api.get(path, { accept });
});

/** Every address of ours in a page, a feed or a sitemap, as a program follows it. */
function linksIn(folded: string, at: string): string[] {
  const text = folded.replaceAll('\r\n ', '');
  const found = [
    ...text.matchAll(/\b(?:href|src|action)="([^"]*)"/g),
    ...text.matchAll(/\bcontent="(https?:[^"]*)"/g),
    ...text.matchAll(/"(?:url|contentUrl|home_page_url|feed_url|homepage|path)":\s*"([^"]*)"/g),
    ...text.matchAll(/<(?:loc|uri)>([^<]*)</g),
    ...text.matchAll(/^URL[^:]*:(.*)$/gm),
  ].map(([, link = '']) => link.replaceAll('&amp;', '&'));
  const urls = found.map((link) => new URL(link, `${host}${at}`));
  return urls.filter(({ origin }) => origin === host).map(({ pathname, search }) => `${pathname}${search}`);
}

/** Follows every link from some pages; each is fetched once. */
async function crawl(from: readonly string[], accept: string): Promise<Map<string, number>> {
  const statuses = new Map<string, number>();
  const waiting = [...from];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (statuses.has(path)) continue;
    const { status, headers, text } = await ask(path, accept);
    statuses.set(path, status);
    const location = headers.location ? [headers.location] : [];
    const isText = /html|xml|json|calendar/.test(headers['content-type'] ?? '');
    waiting.push(...location, ...(isText && !path.startsWith(`${base}/v1`) ? linksIn(text, path) : []));
  }
  return statuses;
}

describe('below a base path', () => {
  test('every link of every page leads below it, and somewhere', async () => {
    const reached = await crawl([`${base}/en`, `${base}/sitemap.xml`, `${base}/robots.txt`], 'text/html');
    expect(reached.size).toBeGreaterThan(150);
    expect([...reached].filter(([path]) => path !== base && !path.startsWith(`${base}/`))).toEqual([]);
    const wrong = [...reached].filter(([, status]) => status !== 200);
    expect(wrong).toEqual([]);
    for (const path of ['/assets/', '/v1/states', '/changes.atom', '/fr/calendar.ics', '/zh/states', '/docs'])
      expect(
        [...reached.keys()].some((one) => one.startsWith(`${base}${path}`)),
        path,
      ).toBe(true);
  }, 60_000);

  test('the same holds of what sends a reader on, and of what programs are told', async () => {
    const home = await ask(base);
    expect(home.status).toBe(200);
    const search = await ask(`${base}/zh/search?q=C029`);
    expect(search).toMatchObject({ status: 303, headers: { location: `${base}/zh/instruments/ilo-c029` } });
    const { links } = JSON.parse((await ask(`${base}/`, 'application/json')).text);
    expect(links.states).toBe(`${base}/v1/states`);
    const missing = await ask(`${base}/zh/states/XXX`);
    expect(missing.status).toBe(404);
    const leading = linksIn(missing.text, base);
    expect(leading.length).toBeGreaterThan(3);
    expect(leading.filter((path) => !path.startsWith(base))).toEqual([]);
    const { headers } = await ask(`${base}/states/CHN.csv`, 'text/csv');
    expect(headers.link).toBe(`<${base}/data#participations>; rel="describedby"`);
  });
});
