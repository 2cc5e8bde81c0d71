import { dayOf } from '../../core/calendar.ts';
import { ChangeType } from '../../core/record/change.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, to } from '../asking/asked.ts';
import { filterForm, select } from '../parts/form.ts';
import { type Html, html, none } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { recorded, shortName, time } from '../parts/text.ts';
import { inOrder, nameIn } from '../places/names.ts';
import { latestChanges, told } from './view.ts';
import { changeWords } from './words.ts';

const perPage = 50;

/** The feed for people, the latest first. */
export async function changesPage(asked: Asked, snapshot: Snapshot): Promise<Html> {
  const words = changeWords[asked.language];
  const before = /^[1-9]\d{0,11}$/.test(asked.query.before ?? '') ? Number(asked.query.before) : undefined;
  const from = before === undefined ? undefined : Math.min(before, snapshot.head.sequence + 1);
  const { changes, older } = await latestChanges(asked, snapshot, perPage, from);
  const { before: _, ...filters } = asked.query;
  return layout(asked, {
    title: words.title,
    description: words.lead,
    sequence: snapshot.head.sequence,
    files: [
      { kind: 'atom', href: to(asked, '/changes.atom', filters) },
      { kind: 'feed', href: to(asked, '/changes.json', filters) },
      { kind: 'json', href: '/v1/changes' },
    ],
    body: html`<h1>${words.title}</h1><p class="lead">${words.lead}</p>
${controls(asked, snapshot)}
${changes.length === 0 ? html`<p class="note">${words.none}</p>` : none}
<ol class="plain changes">${changes.map((change) => {
      const { title, detail, path } = told(asked, snapshot.catalogue, change);
      return html`<li id="change-${change.sequence}"><span class="quiet">${change.sequence} · ${time(asked, dayOf(change.committedAt), 'medium')}</span><br>${path ? html`<a href="${to(asked, path)}">${title}</a>` : title}${detail ? html`<br>${recorded(asked, detail)}` : none}</li>`;
    })}</ol>
${older === null ? none : html`<p><a href="${to(asked, '/changes', { ...filters, before: String(older) })}" rel="next">${words.older}</a></p>`}`,
  });
}

function controls(asked: Asked, { catalogue }: Snapshot): Html {
  const words = changeWords[asked.language];
  const compare = inOrder(asked.language);
  const states = [...catalogue.states.values()]
    .map((state): [string, string] => [state.code, nameIn(asked.language, state)])
    .sort(([, a], [, b]) => compare(a, b));
  const instruments = [...catalogue.instruments.values()].map((one): [string, string] => [
    one.id,
    shortName(one),
  ]);
  return filterForm(
    asked,
    html`${select(asked, 'state', words.state, states)}${select(asked, 'instrument', words.treaty, instruments)}${select(
      asked,
      'types',
      words.type,
      ChangeType.options.map((type) => [type, words.types[type]]),
    )}`,
  );
}
