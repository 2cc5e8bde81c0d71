import { hasChromium, openChromium } from '../support/chromium.ts';
import { type Load, loadOn } from './running/load.ts';
import { interleaved, median, pairedRatio, timed } from './running/measure.ts';
import { type Program, residentOf } from './running/program.ts';
import { atLeast, type Row } from './running/table.ts';
import { type Tracker, withTracker } from './running/tracker.ts';

/** Pages, each with the API route that answers the same question. */
const pairs = {
  '/states/CHN': '/v1/states/CHN/participations',
  '/states/CHN/instruments/ilo-c029': '/v1/states/CHN/participations/ilo-c029',
  '/instruments/iccpr': '/v1/instruments/iccpr/participations',
};

const others = ['/zh', '/fr/states', '/zh/compare', '/zh/changes', '/zh/calendar', '/zh/watch', '/docs'];
const files = ['participations', 'acts', 'instruments', 'participants', 'sources'];

const rounds = 5;
const seconds = 2;

/** How fast and how heavy the pages are, and the whole record as files. */
export const pages = (): Promise<Row[]> =>
  withTracker(async (tracker) => [
    ...(await wholeRecord(tracker)),
    ...(await rates(tracker)),
    await weights(tracker),
  ]);

/** How soon a page is seen. */
export const paint = (): Promise<Row[]> =>
  withTracker((tracker) => (hasChromium ? paints(tracker) : Promise.resolve([])));

/** Asks for each file once, in CSV; the first makes the views that the others use. */
async function wholeRecord({ url, pid }: Tracker): Promise<Row[]> {
  const before = residentOf(pid);
  let bytes = 0;
  const took = await timed(async () => {
    for (const name of files)
      bytes += (await (await fetch(`${url}/data/${name}.csv`)).arrayBuffer()).byteLength;
  });
  const grown = residentOf(pid) - before;
  const ours = `${took.toFixed(0)} ms, ${(bytes / 1e6).toFixed(1)} MB, ${grown.toFixed(0)} MB more memory`;
  return [{ name: 'the whole record as CSV', ours }];
}

async function rates(tracker: Program): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [page, route] of Object.entries(pairs))
    for (const encoding of ['identity', 'br']) rows.push(await beside(tracker, page, route, encoding));
  return rows;
}

async function beside(tracker: Program, page: string, route: string, encoding: string): Promise<Row> {
  const headers = { accept: 'text/html', 'accept-encoding': encoding };
  const asking = ({ path }: Pick<Load, 'path'>) => loadOn(tracker, { path, status: 200, headers }, seconds);
  const contenders = {
    page: async () => (await asking({ path: page })).perSecond,
    route: async () => (await asking({ path: route })).perSecond,
  };
  await contenders.page();
  await contenders.route();
  const rate = await interleaved(contenders, rounds);
  const perSecond = (samples: readonly number[]) => `${median(samples).toFixed(0)}/s`;
  return {
    name: `${page}, ${encoding}`,
    ours: perSecond(rate.page),
    beside: `its JSON ${perSecond(rate.route)}`,
    ...atLeast(pairedRatio(rate.page, rate.route), 0.5),
  };
}

/** The heaviest page as transferred, with its styles and script. */
async function weights({ url }: Program): Promise<Row> {
  const weigh = async (path: string) => {
    const headers = { accept: 'text/html', 'accept-encoding': 'br' };
    const answer = await fetch(new URL(path, url), { headers });
    const bytes = Number(answer.headers.get('content-length'));
    return { bytes, text: await answer.text() };
  };
  const whole = async (path: string): Promise<[path: string, bytes: number]> => {
    const { bytes, text } = await weigh(path);
    const parts = [...text.matchAll(/(?:rel="stylesheet" href|script src)="([^"]+)"/g)];
    const each = await Promise.all(parts.map(([, part = '']) => weigh(part)));
    return [path, each.reduce((sum, part) => sum + part.bytes, bytes)];
  };
  const all = await Promise.all([...Object.keys(pairs), ...others].map(whole));
  const [path, most] = all.reduce((a, b) => (a[1] > b[1] ? a : b));
  const ours = `${(most / 1000).toFixed(1)} KB (${path})`;
  return { name: 'heaviest page with styles, compressed', ours, target: '≤ 60 KB', within: most <= 60_000 };
}

/**
 * Observes the paint entry, also one made earlier, because the content policy allows no script to be
 * evaluated later.
 */
const painted = `new Promise((resolve) => new PerformanceObserver((list) => {
  for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') resolve(startTime);
}).observe({ type: 'paint', buffered: true }))`;

/** Uses a new profile each time, so that nothing is cached. */
async function paints({ url }: Program): Promise<Row[]> {
  const browser = await openChromium();
  const rows: Row[] = [];
  for (const path of ['/en', ...Object.keys(pairs)]) {
    const samples: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${url}${path}`);
      samples.push(await page.evaluate<number>(painted));
      await context.close();
    }
    const seen = median(samples);
    const name = `first contentful paint, cold cache: ${path}`;
    rows.push({ name, ours: `${seen.toFixed(0)} ms`, target: '≤ 300 ms', within: seen <= 300 });
  }
  await browser.close();
  return rows;
}
