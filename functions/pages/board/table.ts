import type { Catalogue } from '../../core/law/holdings.ts';
import type { State } from '../../core/state.ts';
import { type Asked, to } from '../asking/asked.ts';
import { type Html, html, none } from '../parts/html.ts';
import { statusCell } from '../parts/mark.ts';
import { nextActs } from '../parts/open-act.ts';
import { named, timeOr } from '../parts/text.ts';
import { nameIn } from '../places/names.ts';
import type { BoardRow } from './view.ts';

export type BoardSubject = { state: State; catalogue: Catalogue };
type TableRow = Omit<BoardRow, 'called'>;

/** Instruments by row: status, since, what is open next, and the State's territories. */
export function statusTable(
  asked: Asked,
  of: BoardSubject,
  caption: Html | string,
  rows: readonly TableRow[],
): Html {
  const { column } = asked.words.board;
  const territories = of.state.territories ?? [];
  return html`<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table class="board">
<caption>${caption}</caption>
<thead><tr><th scope="col">${column.treaty}</th><th scope="col">${column.status}</th><th scope="col">${column.since}</th>
<th scope="col">${column.next}</th>${territories.map(
    (one) => html`<th scope="col">${nameIn(asked.language, one)}</th>`,
  )}<th scope="col">${column.evidence}</th></tr></thead>
<tbody>${rows.map((row) => rowOf(asked, of, row))}</tbody></table></div>`;
}

function rowOf(asked: Asked, { state, catalogue }: BoardSubject, row: TableRow): Html {
  const { instrument, participation, shown, today } = row;
  const { words } = asked;
  const open = nextActs(asked, instrument.id, catalogue.instruments, participation.openActs);
  const story = to(asked, `/states/${state.code}/instruments/${instrument.id}`, {
    asOf: asked.query.asOf,
  });
  return html`<tr${today ? html` class="differs"` : none}>
<th scope="row"><a href="${story}">${named(asked, instrument)}</a></th>
<td>${statusCell(shown, words)}${today ? html`<em class="then">${words.board.todayIs(words.status.label[today])}</em>` : none}</td>
<td class="day">${timeOr(asked, participation.since)}</td>
<td>${open ? html`${open}` : html`<span class="quiet">${words.board.nothingOpen}</span>`}</td>
${(state.territories ?? []).map((one) => territoryCell(asked, one.code, participation))}
<td class="day">${timeOr(asked, participation.evidenceThrough)}</td></tr>`;
}

function territoryCell({ words }: Asked, code: string, { territories }: BoardRow['participation']): Html {
  const found = territories.find(({ territory }) => territory === code);
  if (!found) return html`<td><span class="quiet">–</span></td>`;
  return html`<td><span class="place t-${found.status}">${words.status.territory[found.status]}</span></td>`;
}
