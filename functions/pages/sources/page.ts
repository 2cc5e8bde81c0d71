import type { Progress } from '../../core/law/progress.ts';
import type { Source } from '../../core/source.ts';
import { Status, type TerritoryStatus } from '../../core/vocabulary.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, to } from '../asking/asked.ts';
import { asOfDay } from '../asking/viewpoint.ts';
import { citations } from '../parts/citation.ts';
import { asOfField, asOfNote, filterForm } from '../parts/form.ts';
import { type Html, html, none } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { statusCell } from '../parts/mark.ts';
import { actInSentence } from '../parts/open-act.ts';
import { recorded, shortName, time } from '../parts/text.ts';
import { nameOf } from '../places/names.ts';
import { numberIn } from '../words/dates.ts';
import { type Calls, progressOf, sourceCalled } from './view.ts';
import { sourceWords } from './words.ts';

/** A document, and each of its calls with the outcome. */
export async function sourcePage(asked: Asked, snapshot: Snapshot): Promise<Html> {
  const { source: id = '' } = asked.params;
  const source = await sourceCalled(asked, snapshot, id);
  const asOf = asOfDay(asked);
  const progress = await progressOf(asked, snapshot, source);
  return layout(asked, {
    title: source.title,
    description: `${source.author}, ${source.on}`,
    sequence: snapshot.head.sequence,
    files: [
      { kind: 'csv', path: `${asked.path}.csv`, query: asked.query, table: 'calls' },
      { kind: 'json', path: `/v1/sources/${id}` },
    ],
    body: html`<h1 class="long">${recorded(asked, source.title)}</h1>${about(asked, source)}
${filterForm(asked, asOfField(asked, asOf, source.on))}${asOfNote(asked, asOf)}
${progress.map((one) => callsUpon(asked, snapshot, source, one))}`,
  });
}

function about(asked: Asked, { author, addressee, on, url, symbol, citations: cited, note }: Source): Html {
  const words = sourceWords[asked.language];
  return html`<p class="lead">${time(asked, on)}</p><dl class="facts"><div><dt>${words.by}</dt><dd>${recorded(asked, author)}</dd></div>${
    addressee ? html`<div><dt>${words.to}</dt><dd>${recorded(asked, addressee)}</dd></div>` : none
  }<div><dt>${words.readAt}</dt><dd>${url ? html`<a href="${url}" rel="noreferrer nofollow">${symbol ?? url}</a>` : (symbol ?? none)}${citations(asked, cited)}</dd></div></dl>${
    note ? html`<h2>${words.note}</h2><p>${recorded(asked, note)}</p>` : none
  }`;
}

function callsUpon(
  asked: Asked,
  { catalogue }: Snapshot,
  { urgings }: Source,
  { code, progress }: Calls,
): Html {
  const words = sourceWords[asked.language];
  const name = nameOf(asked.language, catalogue.states, code);
  const number = (value: number) => numberIn(asked.language, value);
  const { board } = asked.words;
  return html`<h2>${words.calls(name)}</h2><p>${words.tally(number(progress.named.heeded), number(progress.named.total))}</p>
<div class="wide" tabindex="0" role="region" aria-label="${words.calls(name)}"><table><thead><tr><th scope="col">${board.column.treaty}</th><th scope="col">${words.line}</th><th scope="col">${words.before}</th><th scope="col">${words.now}</th><th scope="col">${words.outcome}</th></tr></thead><tbody>${progress.data.map(
    (call) => {
      const instrument = catalogue.instruments.get(call.instrument);
      return html`<tr><th scope="row"><a href="${to(asked, `/states/${code}/instruments/${call.instrument}`)}">${instrument ? shortName(asked, instrument) : call.instrument}</a>${call.territory ? html` · ${nameOf(asked.language, catalogue.states, call.territory)}` : none}</th><td class="prose">${recorded(asked, call.wording)}<br><span class="quiet">${call.kind === 'implied' ? words.implied : recorded(asked, call.paragraph)}</span></td><td>${eitherStatus(asked, call.statusThen)}</td><td>${eitherStatus(asked, call.statusNow)}</td><td>${outcome(asked, call)}${responseTo(asked, urgings, call.urging)}</td></tr>`;
    },
  )}</tbody></table></div>`;
}

/** The State's answer, if it is on record. */
function responseTo(asked: Asked, urgings: Source['urgings'], id: string): Html | '' {
  const response = urgings.find((urging) => urging.id === id)?.response;
  return response
    ? html`<br><span class="quiet">${sourceWords[asked.language].response[response]}</span>`
    : none;
}

/** The mark of a State's or a territory's status. */
function eitherStatus(asked: Asked, status: Status | TerritoryStatus): Html {
  const own = Status.safeParse(status);
  return own.success
    ? statusCell(own.data, asked.words)
    : html`${asked.words.status.territory[status as TerritoryStatus]}`;
}

function outcome(asked: Asked, { heeded, heededBy }: Progress['data'][number]): Html {
  const words = sourceWords[asked.language];
  if (!heeded || !heededBy) return html`<span class="quiet">${words.notHeeded}</span>`;
  return html`<strong>${words.heeded}</strong>${asked.words.site.colon}${actInSentence(asked, heededBy.kind)}${asked.words.site.comma}${time(asked, heededBy.on, 'medium')}`;
}
