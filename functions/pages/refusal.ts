import type { APIGatewayProxyEventV2 as Event } from 'aws-lambda';
import * as z from 'zod';
import { dayOf } from '../core/calendar.ts';
import type { Answered } from '../lib/http/event.ts';
import { type Asked, to } from './asking/asked.ts';
import { type Language, preferred, splitLanguage } from './asking/language.ts';
import type { PagesDeps } from './deps.ts';
import { pageHeaders } from './http/headers.ts';
import { html } from './parts/html.ts';
import { layout } from './parts/layout.ts';
import { wordsIn } from './words/words.ts';

const Refused = z.lazy(() =>
  z.object({
    status: z.number(),
    about: z
      .enum(['state', 'territory', 'instrument', 'source', 'day', 'order', 'many', 'page', 'value'])
      .optional(),
    given: z.string().optional(),
  }),
);

/** Parameters that take a name, so that the search may find what was meant. */
const isName: ReadonlySet<string> = new Set(['state', 'territory', 'instrument', 'source', 'value']);

const made = new WeakMap<Answered, Map<Language, Answered>>();

/**
 * Shows a problem to a reader, in their language, with ways to go on. An answer that refuses a whole crowd is
 * shown as one shared page.
 */
export function refusalPage(deps: PagesDeps, event: Event, answered: Answered): Answered {
  const language = languageOf(event);
  const before = made.get(answered) ?? new Map<Language, Answered>();
  const page = before.get(language) ?? pageOf(askedIn(deps, event), answered);
  made.set(answered, before.set(language, page));
  return page;
}

function pageOf({ path, ...rest }: Asked, answered: Answered): Answered {
  const { status, about = 'page', given = '' } = Refused.parse(JSON.parse(answered.body));
  const asked = { ...rest, path: status === 429 ? '/' : path };
  const { refusal, site } = asked.words;
  const { title, text } = status === 429 ? refusal.busy : status >= 500 ? refusal.broken : refusal[about];
  const body = layout(asked, {
    title,
    description: text(given),
    body: html`<h1>${title}</h1><p class="lead">${text(given)}</p>
<form class="search" action="${to(asked, '/search')}"><label for="find">${refusal.find}</label> <input id="find" name="q" type="search" value="${isName.has(about) ? given : ''}" maxlength="100"><button>${site.search}</button></form>
<h2>${refusal.begin}</h2><ul>${Object.entries(site.nav).map(
      ([path, name]) => html`<li><a href="${to(asked, path)}">${name}</a></li>`,
    )}</ul>`,
  });
  const type = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
  const headers = { ...pageHeaders, ...toldBeside(answered), ...type };
  return { statusCode: status, headers, body: String(body) };
}

/** Headers that the page must keep: `Retry-After` and the like. */
const toldBeside = ({ headers }: Answered): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name === 'retry-after' || name === 'allow'));

/** The language of the address, or else the reader's preference. */
function languageOf({ rawPath, headers }: Event): Language {
  const { language, prefix } = splitLanguage(rawPath);
  return prefix ? language : preferred(headers['accept-language']);
}

function askedIn(deps: PagesDeps, event: Event): Asked {
  const { rest } = splitLanguage(event.rawPath);
  const language = languageOf(event);
  const now = deps.now();
  const words = wordsIn(language);
  return { deps, now, today: dayOf(now), language, words, path: rest, params: {}, query: {} };
}
