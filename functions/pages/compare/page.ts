import type { StateView } from '../../core/law/state-view.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, to } from '../asking/asked.ts';
import { shownOf } from '../asking/everyone.ts';
import { viewpointOf } from '../asking/viewpoint.ts';
import { subjectOf } from '../board/view.ts';
import { countsOf } from '../instruments/view.ts';
import { asOfField, asOfNote, filterForm } from '../parts/form.ts';
import { groupSource } from '../parts/group-sources.ts';
import { type Html, html, none } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { markOf } from '../parts/mark.ts';
import { shortName, time } from '../parts/text.ts';
import { legend } from '../pictures/tiles.ts';
import { nameIn, nameOf } from '../places/names.ts';
import { numberIn } from '../words/dates.ts';
import { comparedBy } from './asked.ts';
import { brics, neighboursOnCouncil, permanentMembers } from './sets.ts';
import { compareWords } from './words.ts';

export async function comparePage(asked: Asked, snapshot: Snapshot): Promise<Html> {
  const words = compareWords[asked.language];
  const { asOf } = viewpointOf(asked);
  const { codes, ids, views, instruments } = await comparedBy(asked, snapshot);
  const shown = views.flatMap((view) => instruments.flatMap(({ id }) => shownIn(view, id)));
  return layout(asked, {
    title: words.title,
    description: words.lead,
    sequence: snapshot.head.sequence,
    files: [{ kind: 'csv', path: '/compare.csv', query: asked.query, table: 'participations' }],
    body: html`<h1>${words.title}</h1><p class="lead">${words.lead}</p>
${sets(asked, snapshot)}
${filterForm(
  asked,
  html`<label>${words.states} <input name="states" value="${codes.join(',')}" placeholder="${words.statesHint}" size="30"></label><label>${words.instruments} <input name="instruments" value="${ids.join(',')}" size="24"></label>${asOfField(asked, asOf)}`,
)}${asOfNote(asked, asOf)}
${legend(asked.words.status.label, countsOf(shown), (value) => numberIn(asked.language, value))}
${views.length > 0 && instruments.length > 0 ? matrix(asked, views, instruments) : none}`,
  });
}

const shownIn = (view: StateView, id: string) => {
  const under = view.under.get(id);
  return under ? [shownOf(view, under)] : [];
};

type Instruments = readonly Parameters<typeof shortName>[1][];

function matrix(asked: Asked, views: readonly StateView[], instruments: Instruments): Html {
  const { words } = asked;
  const own = compareWords[asked.language];
  return html`<div class="wide" tabindex="0" role="region" aria-label="${own.title}"><table class="matrix"><thead><tr><th scope="col">${words.board.column.treaty}</th>${views.map(
    ({ state }) =>
      html`<th scope="col"><a href="${to(asked, `/states/${state.code}`)}">${nameIn(asked.language, state)}</a></th>`,
  )}</tr></thead><tbody>${instruments.map(
    (instrument) =>
      html`<tr><th scope="row"><a href="${to(asked, `/instruments/${instrument.id}`)}"><strong>${shortName(asked, instrument)}</strong></a></th>${views.map((view) => cell(asked, view, instrument.id))}</tr>`,
  )}</tbody><tfoot><tr><th scope="row">${own.parties}</th>${views.map(
    (view) =>
      html`<td><strong>${numberIn(asked.language, instruments.filter(({ id }) => view.statusUnder(id) === 'party').length)}</strong></td>`,
  )}</tr></tfoot></table></div>`;
}

function cell(asked: Asked, view: StateView, id: string): Html {
  const under = view.under.get(id);
  if (!under) return html`<td>–</td>`;
  const shown = shownOf(view, under);
  const { since } = under.position;
  return html`<td class="m-${shown}"><a href="${to(asked, `/states/${view.state.code}/instruments/${id}`, { asOf: asked.query.asOf })}">${markOf(shown)} <span class="cell-word">${asked.words.status.label[shown]}</span></a>${since ? html`<br><span class="quiet">${time(asked, since, 'medium')}</span>` : none}</td>`;
}

function sets(asked: Asked, { catalogue }: Snapshot): Html {
  const words = compareWords[asked.language];
  const subject = subjectOf(catalogue)?.state;
  const link = (name: string, states: readonly string[]) =>
    html`<li><a href="${to(asked, '/compare', { ...asked.query, states: states.filter((code) => catalogue.states.has(code)).join(',') })}">${name}</a></li>`;
  return html`<h2 class="unseen">${words.sets}</h2><ul class="inline">${link(words.permanent, permanentMembers)}${link(words.brics, brics)}${
    subject
      ? link(words.neighbours(nameOf(asked.language, catalogue.states, subject)), [
          subject,
          ...neighboursOnCouncil(subject),
        ])
      : none
  }</ul>
${groupSource(asked, words.permanent, 'permanent')}${groupSource(asked, words.brics, 'brics')}${groupSource(asked, words.council, 'council')}${groupSource(asked, words.regional, 'regional')}`;
}
