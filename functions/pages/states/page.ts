import type { StateView } from '../../core/law/state-view.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, to } from '../asking/asked.ts';
import { shownOf } from '../asking/everyone.ts';
import { ofApi, viewOf, viewpointOf } from '../asking/viewpoint.ts';
import { statusTable } from '../board/table.ts';
import { type BoardRow, passesFilters, rowsOf } from '../board/view.ts';
import { countsOf } from '../instruments/view.ts';
import { asOfField, asOfNote, filterForm, select } from '../parts/form.ts';
import { type Html, html, none } from '../parts/html.ts';
import { apiRoute, layout } from '../parts/layout.ts';
import { shownStatuses } from '../parts/mark.ts';
import { recorded } from '../parts/text.ts';
import { legend } from '../pictures/tiles.ts';
import { nameIn } from '../places/names.ts';
import { dayIn, numberIn } from '../words/dates.ts';
import { stateWords } from './words.ts';

export async function statePage(asked: Asked, snapshot: Snapshot): Promise<Html> {
  const { state: code = '' } = asked.params;
  const viewpoint = viewpointOf(asked);
  const { asOf } = viewpoint;
  const view = await viewOf(asked, snapshot, code, viewpoint);
  const now = { ...viewpoint, asOf: asked.today };
  const today = asOf === asked.today ? view : await viewOf(asked, snapshot, code, now);
  const rows: BoardRow[] = rowsOf(view, today).map((row) => ({ ...row, called: 'not' }));
  const words = stateWords[asked.language];
  const name = nameIn(asked.language, view.state, view.asOf);
  const number = (value: number) => numberIn(asked.language, value);
  const counts = countsOf([...view.under.values()].map((under) => shownOf(view, under)));
  const of = { state: view.state, catalogue: view.catalogue };
  return layout(asked, {
    title: words.title(name),
    description: words.description(name, number(counts.party), number(rows.length)),
    card: `${asked.path}.png`,
    sequence: snapshot.head.sequence,
    files: [
      { kind: 'csv', path: `/states/${code}.csv`, query: asked.query, table: 'participations' },
      ...apiRoute(view.state, `/v1/states/${code}/participations`, ofApi(asked, ['status', 'depositary'])),
      { kind: 'atom', path: '/changes.atom', query: { state: code } },
      { kind: 'ics', path: '/calendar.ics', query: { state: code } },
    ],
    body: html`<h1>${name}</h1>
<p class="lead">${words.description(name, number(counts.party), number(rows.length))}</p>
${legend(asked.words.status.label, counts, number)}
${view.state.note ? html`<p class="quiet">${recorded(asked, view.state.note)}</p>` : none}
${documents(asked, view)}
${controls(asked, rows, asOf)}
${statusTable(asked, of, words.all, rows.filter(passesFilters(asked.query)))}
${counts['not-looked-at'] > 0 ? html`<p class="quiet">${words.notLooked(number(counts['not-looked-at']))}</p>` : none}
<p><a href="${to(asked, '/compare', { states: code })}">${words.compare}</a></p>`,
  });
}

function controls(asked: Asked, rows: readonly BoardRow[], asOf: string): Html {
  const { board, status } = asked.words;
  const depositaries = new Map(
    rows.map(({ instrument: one }) => [
      one.depositary,
      asked.words.offices.depositaries[one.depositaryName] ?? one.depositaryName,
    ]),
  );
  return html`${filterForm(
    asked,
    html`${asOfField(asked, asOf)}${select(
      asked,
      'status',
      board.status,
      shownStatuses.map((one) => [one, status.label[one]]),
    )}${select(asked, 'depositary', board.depositary, [...depositaries])}`,
  )}${asOfNote(asked, asOf, rows.filter(({ today }) => today !== null).length)}`;
}

/** The documents that call upon the State. */
function documents(asked: Asked, { state, catalogue }: StateView): Html | '' {
  const own = [...catalogue.sources.values()].filter(({ urgings }) =>
    urgings.some((one) => one.state === state.code),
  );
  if (own.length === 0) return none;
  own.sort((a, b) => (a.on < b.on ? 1 : -1));
  return html`<h2>${stateWords[asked.language].documents}</h2><ul>${own.map(
    ({ id, title, on }) =>
      html`<li><a href="${to(asked, `/sources/${id}`)}">${recorded(asked, title)}</a>, ${dayIn(asked.language, on)}</li>`,
  )}</ul>`;
}
