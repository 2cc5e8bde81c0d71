import type { State } from '../../core/state.ts';
import { type Asked, addressOf, to, toPlain } from '../asking/asked.ts';
import { inLanguage, langOf, languages } from '../asking/language.ts';
import { address } from '../assets.ts';
import type { AnyTable } from '../files/columns.ts';
import { dayIn, numberIn } from '../words/dates.ts';
import { catalogue } from '../words/words.ts';
import { type Html, html, none, raw } from './html.ts';
import { markSymbols } from './mark.ts';
import { cardSize } from './share.ts';

/** A form of the page beside HTML; `json` is a route of the API, which has no language. */
export type FileLink = {
  kind: 'csv' | 'json' | 'atom' | 'feed' | 'ics';
  path: string;
  query?: Readonly<Record<string, string | undefined>>;
  /** For CSV: the table whose columns it has. */
  table?: AnyTable;
};

/**
 * The State's route in the API; none while nothing about the State is recorded, because the API would answer 404.
 */
export const apiRoute = (
  { tracked }: Pick<State, 'tracked'>,
  path: string,
  query: FileLink['query'] = {},
): FileLink[] => (tracked ? [{ kind: 'json', path, query }] : []);

export type PageParts = {
  title: string;
  /** One sentence, for search engines and cards. */
  description: string;
  body: Html;
  /** For tables and pictures that are wider than text should be. */
  files?: readonly FileLink[];
  /** The last change that the page includes; absent on pages that are not about the record. */
  sequence?: number;
  /** schema.org, as JSON-LD. */
  data?: object;
  /** The address of the picture that is shown with a link to the page. */
  card?: string;
};

const typeOf: Record<FileLink['kind'], string> = {
  csv: 'text/csv',
  json: 'application/json',
  atom: 'application/atom+xml',
  feed: 'application/feed+json',
  ics: 'text/calendar',
};

/** A whole page around its own content. */
export function layout(asked: Asked, parts: PageParts): Html {
  const { language, words } = asked;
  const { site } = words;
  return html`<!doctype html>
<html lang="${langOf[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${asked.path === '/' ? parts.title : `${parts.title} · ${site.name}`}</title>
<meta name="description" content="${parts.description}">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="${toPlain(asked, address('style.css'))}">
<link rel="icon" href="${toPlain(asked, '/favicon.svg')}" type="image/svg+xml">
${links(asked, parts)}
${card(asked, parts)}
<script src="${toPlain(asked, address('page.js'))}" defer></script>
</head>
<body>
<a class="skip" href="#content">${site.skip}</a>
${markSymbols()}
${head(asked)}
<main id="content" tabindex="-1">
${loadingNote(asked)}
${parts.body}
</main>
${foot(asked, parts)}
</body>
</html>
`;
}

function loadingNote({ loading, language, words }: Asked): Html | '' {
  if (!loading) return none;
  const number = (count: number) => numberIn(language, count);
  const { done, of, failed } = loading;
  const said = words.site[failed ? 'loadFailed' : 'loading'](number(done), number(of));
  return html`<p class="note" role="status">${said}</p>`;
}

function links(asked: Asked, { files = [] }: PageParts): Html {
  const { deps, language, path, query, words } = asked;
  const at = (one: Asked['language']) => addressOf({ deps, language: one }, path, query);
  return html`<link rel="canonical" href="${at(language)}">
${languages.map((one) => html`<link rel="alternate" hreflang="${langOf[one]}" href="${at(one)}">`)}
${files.map(
  (file) =>
    html`<link rel="alternate" type="${typeOf[file.kind]}" href="${hrefOf(asked, file)}" title="${words.site[`files_${file.kind}`]}">`,
)}`;
}

const hrefOf = (asked: Asked, { kind, path, query }: FileLink): string =>
  kind === 'json' ? toPlain(asked, path, query) : to(asked, path, query);

function card(asked: Asked, { title, description, data, card: shows }: PageParts): Html {
  const { deps, words, path, language } = asked;
  const here = addressOf(asked, path);
  const webPage = {
    '@type': 'WebPage',
    name: title,
    description,
    inLanguage: langOf[language],
    url: here,
    isPartOf: { '@type': 'WebSite', name: words.site.name, url: deps.publicUrl },
  };
  return html`<meta property="og:site_name" content="${words.site.name}">
<meta property="og:type" content="website">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${here}">
${picture(asked, shows, description)}
<script type="application/ld+json">${raw(jsonLd(data ?? webPage))}</script>`;
}

/**
 * The page's picture, or else the site's. Its address holds the page's day, so that a kept picture stays
 * true.
 */
function picture(asked: Asked, card: string | undefined, description: string): Html {
  const { site } = asked.words;
  const { asOf, knownOn } = asked.query;
  const query = { asOf: asOf ?? asked.today, knownOn };
  const address = card ? addressOf(asked, card, query) : addressOf(asked, '/card.png');
  const text = card
    ? `${description} ${site.onDay(dayIn(asked.language, query.asOf))}`
    : `${site.name}${site.colon}${site.tagline}`;
  return html`<meta property="og:image" content="${address}">
<meta property="og:image:type" content="image/png">
<meta property="og:image:width" content="${cardSize.width}">
<meta property="og:image:height" content="${cardSize.height}">
<meta property="og:image:alt" content="${text}">
<meta name="twitter:card" content="summary_large_image">`;
}

/** Escapes `<`, because no text of the record may end the script element. */
const jsonLd = (data: object): string =>
  JSON.stringify({ '@context': 'https://schema.org', ...data }).replaceAll('<', '\\u003c');

function head(asked: Asked): Html {
  const { site } = asked.words;
  return html`<header class="head">
<a class="name" href="${to(asked, '/')}">${site.name}</a>
<form class="find" role="search" action="${to(asked, '/search')}"><label class="unseen" for="q">${site.search}</label>
<input id="q" name="q" type="search" placeholder="${site.searchHint}" maxlength="100"><button>${site.search}</button></form>
<nav class="languages" aria-label="${site.languages}">${languages.map((one) => languageLink(asked, one))}</nav>
<nav class="menu" aria-label="${site.menu}">${Object.entries(site.nav)
    .filter(([path]) => path !== '/')
    .map(([path, name]) => html`<a href="${to(asked, path)}"${current(asked, path)}>${name}</a>`)}</nav>
</header>`;
}

const current = (asked: Asked, path: string): Html | '' =>
  asked.path === path || asked.path.startsWith(`${path}/`) ? html` aria-current="page"` : none;

/**
 * A link to the page in another language. English uses `/en`, because `/` redirects by the reader's
 * preference.
 */
function languageLink(asked: Asked, one: Asked['language']): Html {
  const path = one === 'en' && asked.path === '/' ? '/en' : inLanguage(one, asked.path);
  const name = catalogue.site[one].ownName;
  const here = one === asked.language ? html` aria-current="true"` : none;
  return html`<a href="${toPlain(asked, path, asked.query)}" hreflang="${langOf[one]}" lang="${langOf[one]}"${here}>${name}</a>`;
}

function foot(asked: Asked, { files = [], sequence }: PageParts): Html {
  const { site } = asked.words;
  const here = addressOf(asked, asked.path, asked.query);
  return html`<footer class="foot">
${
  files.length > 0
    ? html`<nav aria-label="${site.files}"><h2>${site.files}</h2><ul>${files.map(
        (file) =>
          html`<li><a href="${hrefOf(asked, file)}">${site[`files_${file.kind}`]}</a>${columnsOf(asked, file)}</li>`,
      )}</ul></nav>`
    : none
}
<nav aria-label="${site.name}"><h2>${site.name}</h2><ul>${Object.entries(site.foot).map(
    ([path, name]) =>
      html`<li><a href="${path === '/docs' ? toPlain(asked, path) : to(asked, path)}">${name}</a></li>`,
  )}</ul></nav>
<p class="quiet">${sequence === undefined ? none : html`${site.record(String(sequence))} `}<span class="printed">${site.printed(here)}</span></p>
</footer>`;
}

/** A link to the description of a file's columns. */
const columnsOf = (asked: Asked, { table }: FileLink): Html | '' =>
  table
    ? html` <a class="quiet" href="${to(asked, '/data')}#${table}">${asked.words.site.columns}</a>`
    : none;
