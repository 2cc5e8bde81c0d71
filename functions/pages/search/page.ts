import type { Snapshot } from '../../store/record/snapshots.ts';
import type { Elsewhere } from '../answer.ts';
import { type Asked, pathTo, to } from '../asking/asked.ts';
import { type Html, html, none } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { named, recorded } from '../parts/text.ts';
import { nameIn } from '../places/names.ts';
import { numberIn } from '../words/dates.ts';
import { foundIn } from './things.ts';
import { searchWords } from './words.ts';

type Hit = { rank: number; path: string; shown: Html };

/** The results of a search; a single exact match redirects to its page. */
export function searchPage(asked: Asked, snapshot: Snapshot): Html | Elsewhere {
  const q = (asked.query.q ?? '').slice(0, 100);
  const sections = q ? hits(asked, snapshot, q) : [];
  const exact = sections.flatMap(({ all }) => all).filter(({ rank }) => rank === 3);
  const [only] = exact;
  if (only && exact.length === 1) return { location: pathTo(asked, only.path) };
  const words = searchWords[asked.language];
  const count = sections.reduce((sum, { all }) => sum + all.length, 0);
  return layout(asked, {
    title: words.title,
    description: words.lead,
    files: q ? [{ kind: 'csv', path: '/search.csv', query: { q }, table: 'found' }] : [],
    body: html`<h1>${words.title}</h1><p class="lead">${words.lead}</p>
<form class="search" action="${to(asked, '/search')}"><label class="unseen" for="find">${words.title}</label><input id="find" name="q" type="search" value="${q}" maxlength="100"><button>${words.title}</button></form>
${q ? html`<p role="status">${count > 0 ? words.found(numberIn(asked.language, count), q) : words.nothing(q)}</p>` : none}
${sections.map(({ name, all }) => (all.length > 0 ? html`<h2>${name}</h2><ul>${all.slice(0, 50).map(({ path, shown }) => html`<li><a href="${to(asked, path)}">${shown}</a></li>`)}</ul>` : none))}`,
  });
}

/** The results as they are shown. */
function hits(asked: Asked, { catalogue }: Snapshot, q: string): { name: string; all: Hit[] }[] {
  const words = searchWords[asked.language];
  const { instruments, states, sources } = foundIn(catalogue, q);
  return [
    {
      name: words.treaties,
      all: instruments.map(({ thing, ...hit }) => ({
        ...hit,
        shown: html`${named(asked, thing)}`,
      })),
    },
    {
      name: words.states,
      all: states.map(({ thing, ...hit }) => ({ ...hit, shown: html`${nameIn(asked.language, thing)}` })),
    },
    {
      name: words.documents,
      all: sources.map(({ thing, ...hit }) => ({ ...hit, shown: recorded(asked, thing.title) })),
    },
  ];
}
