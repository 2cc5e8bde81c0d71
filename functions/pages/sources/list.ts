import type { Source } from '../../core/source.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, to } from '../asking/asked.ts';
import { asOfDay, catalogueAt, viewpointOf } from '../asking/viewpoint.ts';
import { asOfField, asOfNote, filterForm } from '../parts/form.ts';
import { type Html, html } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { recorded, time } from '../parts/text.ts';
import { nameOf } from '../places/names.ts';
import { listIn, numberIn } from '../words/dates.ts';
import { type Calls, progressOf } from './view.ts';
import { sourceWords } from './words.ts';

/** Every document that calls upon States, the latest first, with the outcome of its named calls. */
export async function sourcesPage(asked: Asked, snapshot: Snapshot): Promise<Html> {
  const words = sourceWords[asked.language];
  const { sources } = await catalogueAt(asked, snapshot, viewpointOf(asked));
  const all = [...sources.values()].sort((a, b) => (a.on < b.on ? 1 : -1));
  const rows = await Promise.all(
    all.map(async (source) => rowOf(asked, snapshot, source, await progressOf(asked, snapshot, source))),
  );
  return layout(asked, {
    title: words.list,
    description: words.listLead,
    sequence: snapshot.head.sequence,
    files: [
      { kind: 'csv', path: '/sources.csv', query: asked.query, table: 'documents' },
      { kind: 'json', path: '/v1/sources' },
    ],
    body: html`<h1>${words.list}</h1><p class="lead">${words.listLead}</p>
${filterForm(asked, asOfField(asked, asOfDay(asked)))}${asOfNote(asked, asOfDay(asked))}
<div class="wide" tabindex="0" role="region" aria-label="${words.list}"><table><thead><tr><th scope="col">${words.date}</th><th scope="col">${words.document}</th><th scope="col">${words.states}</th><th scope="col">${words.heededCalls}</th></tr></thead><tbody>${rows}</tbody></table></div>`,
  });
}

function rowOf(
  asked: Asked,
  { catalogue }: Snapshot,
  { id, title, author, on }: Source,
  calls: readonly Calls[],
): Html {
  const { board } = asked.words;
  const number = (value: number) => numberIn(asked.language, value);
  const { heeded, total } = heededOf(calls);
  const names = calls.map(({ code }) => nameOf(asked.language, catalogue.states, code));
  return html`<tr><td class="day">${time(asked, on, 'medium')}</td><th scope="row"><a href="${to(asked, `/sources/${id}`, asked.query)}">${recorded(asked, title)}</a><br><span class="quiet">${recorded(asked, author)}</span></th><td>${names.length > 0 ? listIn(asked.language, names) : '–'}</td><td>${total > 0 ? board.of(number(heeded), number(total)) : '–'}</td></tr>`;
}

/** Counts heeded calls among those that name an instrument. */
export const heededOf = (calls: readonly Calls[]): { heeded: number; total: number } => ({
  heeded: calls.reduce((sum, { progress }) => sum + progress.named.heeded, 0),
  total: calls.reduce((sum, { progress }) => sum + progress.named.total, 0),
});
