import { Hono } from 'hono/tiny';
import { dayOf } from '../core/calendar.ts';
import { entry } from '../lib/entry.ts';
import type { Bindings } from '../lib/http/answering.ts';
import { linkTo } from '../lib/http/base-path.ts';
import { publicCaching } from '../lib/http/headers.ts';
import { listsMethods, missingAt } from '../lib/http/methods.ts';
import { readableAnywhere } from '../lib/http/middleware/cross-origin.ts';
import { saysIfIncomplete } from '../lib/http/middleware/incomplete.ts';
import { takeNoBodyToRead } from '../lib/http/middleware/no-body.ts';
import { refusing } from '../lib/http/problem.ts';
import type { Sharing } from '../lib/http/sharing/sharing.ts';
import { stampOf } from '../store/record/head.ts';
import type { File } from './answer.ts';
import { type Asked, pathTo } from './asking/asked.ts';
import { type Language, languages } from './asking/language.ts';
import { requireMeaning } from './asking/parameters.ts';
import { served, servedAt } from './assets.ts';
import type { PagesDeps } from './deps.ts';
import { asPage } from './http/headers.ts';
import { queryIn } from './http/question.ts';
import { redirectToSpelling } from './http/spelling.ts';
import { type PageRoute, pages, weightOf } from './routes.ts';
import { wordsIn } from './words/words.ts';

type Env = { Bindings: Bindings };

/** The Hono app of every page: each language under its prefix, and English without one. */
export function createSite(deps: PagesDeps, sharing: Sharing): Hono<Env> {
  const app = new Hono<Env>();
  app.use(
    saysIfIncomplete(deps.loading),
    asPage,
    listsMethods(app),
    readableAnywhere,
    redirectToSpelling(app),
    takeNoBodyToRead,
  );
  app.get('/', (c) => c.json(entryOf(deps), 200, { 'cache-control': 'no-cache' }));
  app.get('/assets/:hash/:name', (c) => servedAt(c.req.path) ?? c.notFound());
  app.get('/favicon.svg', () => served('favicon.svg', publicCaching));
  app.get('/robots.txt', (c) =>
    c.text(`User-agent: *\nAllow: /\nSitemap: ${deps.publicUrl}/sitemap.xml\n`, 200, {
      'cache-control': publicCaching,
    }),
  );
  for (const language of languages) app.route(`/${language}`, inOne(deps, language, sharing));
  app.route('/', inOne(deps, 'en', sharing));
  app.options('*', (c) => c.body(null, 204));
  app.notFound((c) => refusing(deps.log)(missingAt(app, c.req.path, c.req.method)));
  app.onError(refusing(deps.log));
  return app;
}

/** The entry document for programs, with absolute addresses. */
const entryOf = ({ publicUrl, version }: PagesDeps) => {
  const links = Object.entries(entry.links).map(([name, path]) => [name, linkTo(publicUrl, path)]);
  return { ...entry, links: Object.fromEntries(links), version };
};

function inOne(deps: PagesDeps, language: Language, sharing: Sharing): Hono<Env> {
  const app = new Hono<Env>();
  const prefix = `/${language}`;
  const words = wordsIn(language);
  for (const [path, route] of Object.entries(pages))
    app.get(path, (c) => {
      const now = deps.now();
      const whole = c.req.path.startsWith(prefix) ? c.req.path.slice(prefix.length) || '/' : c.req.path;
      const query = queryIn(new URL(c.req.url).search);
      const asked = {
        deps,
        now,
        today: dayOf(now),
        language,
        words,
        path: whole,
        params: c.req.param(),
        query,
        loading: deps.loading?.() ?? undefined,
      };
      const { sourceIp: from } = c.env.event.requestContext.http;
      const question = { from, now, ...weightOf(whole, query) };
      return sharing.answer(question, () => answered(deps, asked, route, c.env.onRead));
    });
  return app;
}

const answered = (
  deps: PagesDeps,
  asked: Asked,
  { page, isLive }: PageRoute,
  onRead: Bindings['onRead'],
): Promise<Response> =>
  deps.store.record.read(async (snapshot) => {
    onRead(stampOf(snapshot.head));
    requireMeaning(asked, snapshot.catalogue);
    const caching = isLive ? 'no-store' : publicCaching;
    if (asked.loading && isCardOfRecord(asked.path)) return seeOther(pathTo(asked, '/card.png'));
    const made = await page(asked, snapshot);
    if (made instanceof Object && 'location' in made) return seeOther(made.location);
    return made instanceof Object && 'type' in made
      ? fileOf(asked, made, caching)
      : htmlOf(String(made), caching);
  });

/** A picture of acts has no room to say that some are missing. */
const isCardOfRecord = (path: string): boolean => path.endsWith('.png') && path !== '/card.png';

/** Only the name of a file can say that acts are missing from it. */
const named = ({ loading }: Asked, name: string): string =>
  loading ? name.replace(/(?=\.\w+$)/, loading.failed ? '-not-whole' : '-still-loading') : name;

const htmlOf = (text: string, caching: string): Response =>
  new Response(text, { headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': caching } });

const seeOther = (location: string): Response =>
  new Response(null, { status: 303, headers: { location, 'cache-control': 'no-cache' } });

const fileOf = (asked: Asked, { type, body, encoding, name, about }: File, caching: string): Response =>
  new Response(typeof body === 'string' ? Buffer.from(body) : new Uint8Array(body), {
    headers: {
      'content-type': type,
      'cache-control': caching,
      ...(encoding && { 'content-encoding': encoding }),
      ...(name && { 'content-disposition': `inline; filename="${named(asked, name)}"` }),
      ...(about && { link: `<${pathTo(asked, about)}>; rel="describedby"` }),
    },
  });
