import type { State } from '../../core/state.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, to } from '../asking/asked.ts';
import { everyStand, type Stand } from '../asking/everyone.ts';
import { viewpointOf } from '../asking/viewpoint.ts';
import { countsOf, type ShownCounts } from '../instruments/view.ts';
import { instrumentWords } from '../instruments/words.ts';
import { asOfField, asOfNote, filterForm } from '../parts/form.ts';
import { groupSource } from '../parts/group-sources.ts';
import { type Html, html, none } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { markOf, shownStatuses } from '../parts/mark.ts';
import { groupOf, groups } from '../places/groups.ts';
import { nameIn, nameOrder } from '../places/names.ts';
import { numberIn } from '../words/dates.ts';
import { stateWords } from './words.ts';

type StateRow = { state: State; name: string; counts: ShownCounts };

/** Every State, by regional group, with the number of instruments by status. */
export async function statesPage(asked: Asked, snapshot: Snapshot): Promise<Html> {
  const words = stateWords[asked.language];
  const viewpoint = viewpointOf(asked);
  const { asOf } = viewpoint;
  const number = (value: number) => numberIn(asked.language, value);
  const rows = (await everyStand(asked, snapshot, viewpoint)).map(rowOf(asked));
  const compare = nameOrder(asked.language);
  rows.sort((a, b) => compare(a.name, b.name));
  const lead = words.listLead(number(rows.length), number(snapshot.catalogue.instruments.size));
  return layout(asked, {
    title: words.list,
    description: lead,
    sequence: snapshot.head.sequence,
    files: [
      { kind: 'csv', path: '/states.csv', query: asked.query, table: 'states' },
      { kind: 'json', path: '/v1/states' },
    ],
    body: html`<h1>${words.list}</h1><p class="lead">${lead}</p>
${filterForm(asked, asOfField(asked, asOf))}${asOfNote(asked, asOf)}
${groups.map((group) =>
  groupTable(
    asked,
    instrumentWords[asked.language].groups[group],
    rows.filter(({ state }) => groupOf(state.code) === group),
  ),
)}
${groupSource(asked, words.groups, 'regional')}`,
  });
}

const rowOf =
  (asked: Asked) =>
  ({ state, shown }: Stand): StateRow => ({
    state,
    name: nameIn(asked.language, state),
    counts: countsOf([...shown.values()]),
  });

function groupTable(asked: Asked, name: string, rows: readonly StateRow[]): Html | '' {
  if (rows.length === 0) return none;
  const { label } = asked.words.status;
  return html`<div class="wide" tabindex="0" role="region" aria-label="${name}"><table class="roster"><caption>${name}</caption><thead><tr><th scope="col">${stateWords[asked.language].state}</th>${shownStatuses.map(
    (shown) => html`<th scope="col">${markOf(shown)} ${label[shown]}</th>`,
  )}</tr></thead><tbody>${rows.map(
    ({ state, name: own, counts }) =>
      html`<tr><th scope="row"><a href="${to(asked, `/states/${state.code}`, { asOf: asked.query.asOf })}">${own}</a></th>${shownStatuses.map(
        (shown) =>
          html`<td>${counts[shown] > 0 ? numberIn(asked.language, counts[shown]) : html`<span class="quiet">–</span>`}</td>`,
      )}</tr>`,
  )}</tbody></table></div>`;
}
