import { dayOf } from '../../core/calendar.ts';
import { ChangeType } from '../../core/record/change.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, to } from '../asking/asked.ts';
import { placeFilters } from '../parts/filters.ts';
import { filterForm, select } from '../parts/form.ts';
import { type Html, html, none } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { recorded, time } from '../parts/text.ts';
import { beforeIn, latestChanges, told } from './view.ts';
import { changeWords } from './words.ts';

const perPage = 50;

/** The feed as a page, the latest first. */
export async function changesPage(asked: Asked, snapshot: Snapshot): Promise<Html> {
  const words = changeWords[asked.language];
  const { changes, older } = await latestChanges(asked, snapshot, perPage, beforeIn(asked, snapshot));
  const { before: _, ...filters } = asked.query;
  return layout(asked, {
    title: words.title,
    description: words.lead,
    sequence: snapshot.head.sequence,
    files: [
      { kind: 'csv', path: '/changes.csv', query: asked.query, table: 'changes' },
      { kind: 'atom', path: '/changes.atom', query: filters },
      { kind: 'feed', path: '/changes.json', query: filters },
      { kind: 'json', path: '/v1/changes', query: filters },
    ],
    body: html`<h1>${words.title}</h1><p class="lead">${words.lead}</p>
${controls(asked, snapshot)}
${changes.length === 0 ? html`<p class="note">${words.none}</p>` : none}
<ol class="plain changes">${changes.map((change) => {
      const { title, said, noted, path } = told(asked, snapshot.catalogue, change);
      return html`<li id="change-${change.sequence}"><span class="quiet">${change.sequence} · ${time(asked, dayOf(change.committedAt), 'medium')}</span><br>${path ? html`<a href="${to(asked, path)}">${title}</a>` : title}${said || noted ? html`<br>` : none}${said}${said && noted ? asked.words.site.stop : none}${noted ? recorded(asked, noted) : none}</li>`;
    })}</ol>
${older === null ? none : html`<p><a href="${to(asked, '/changes', { ...filters, before: String(older) })}" rel="next">${words.older}</a></p>`}`,
  });
}

function controls(asked: Asked, { catalogue }: Snapshot): Html {
  const words = changeWords[asked.language];
  return filterForm(
    asked,
    html`${placeFilters(asked, catalogue)}${select(
      asked,
      'types',
      words.type,
      ChangeType.options.map((type) => [type, words.types[type]]),
    )}`,
  );
}
