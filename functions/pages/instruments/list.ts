import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, to } from '../asking/asked.ts';
import { everyStand } from '../asking/everyone.ts';
import { catalogueAt, viewpointOf } from '../asking/viewpoint.ts';
import { asOfField, asOfNote, filterForm } from '../parts/form.ts';
import { type Html, html } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { markOf, shownStatuses } from '../parts/mark.ts';
import { depositary, named, time } from '../parts/text.ts';
import { numberIn } from '../words/dates.ts';
import { countsOf } from './view.ts';
import { instrumentWords } from './words.ts';

/** Every instrument on record, by depositary, with the number of States by status. */
export async function instrumentsPage(asked: Asked, snapshot: Snapshot): Promise<Html> {
  const words = instrumentWords[asked.language];
  const viewpoint = viewpointOf(asked);
  const { asOf } = viewpoint;
  const stands = await everyStand(asked, snapshot, viewpoint);
  const { instruments } = await catalogueAt(asked, snapshot, viewpoint);
  const number = (value: number) => (value > 0 ? numberIn(asked.language, value) : '–');
  const countsUnder = (id: string) => countsOf(stands.flatMap(({ shown }) => shown.get(id) ?? []));
  const byDepositary = Map.groupBy(instruments.values(), ({ depositaryName }) => depositaryName);
  const { label } = asked.words.status;
  return layout(asked, {
    title: words.list,
    description: words.listLead,
    sequence: snapshot.head.sequence,
    files: [
      { kind: 'csv', path: '/instruments.csv', query: asked.query, table: 'treaties' },
      { kind: 'json', path: '/v1/instruments' },
    ],
    body: html`<h1>${words.list}</h1><p class="lead">${words.listLead}</p>
${filterForm(asked, asOfField(asked, asOf))}${asOfNote(asked, asOf)}
${[...byDepositary].map(
  ([name, own]) =>
    html`<div class="wide" tabindex="0" role="region" aria-label="${asked.words.offices.depositaries[name] ?? name}"><table><caption>${depositary(asked, name)}</caption><thead><tr><th scope="col">${asked.words.board.column.treaty}</th><th scope="col">${words.facts.adopted}</th>${shownStatuses.map((shown) => html`<th scope="col">${markOf(shown)} ${label[shown]}</th>`)}</tr></thead><tbody>${own.map(
      (instrument) => {
        const counts = countsUnder(instrument.id);
        return html`<tr><th scope="row"><a href="${to(asked, `/instruments/${instrument.id}`, { asOf: asked.query.asOf })}">${named(asked, instrument)}</a></th><td class="day">${time(asked, instrument.adoptedOn, 'medium')}</td>${shownStatuses.map((shown) => html`<td>${number(counts[shown])}</td>`)}</tr>`;
      },
    )}</tbody></table></div>`,
)}`,
  });
}
