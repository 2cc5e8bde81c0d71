import type { Effect } from '../../core/law/effects/effect.ts';
import type { Catalogue } from '../../core/law/holdings.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, to } from '../asking/asked.ts';
import { placeFilters } from '../parts/filters.ts';
import { filterForm } from '../parts/form.ts';
import { type Html, html, none } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { time } from '../parts/text.ts';
import { numberIn } from '../words/dates.ts';
import { effectText, participationText } from './text.ts';
import { effectsAskedFor, yearBefore } from './view.ts';
import { calendarWords } from './words.ts';

/** Effects soon to come, and lately past. */
export async function calendarPage(asked: Asked, snapshot: Snapshot): Promise<Html> {
  const words = calendarWords[asked.language];
  const { query, today } = asked;
  const { catalogue } = snapshot;
  const effects = await effectsAskedFor(asked, snapshot);
  const coming = effects.filter(({ on }) => on > today);
  const earliest = query.from ?? yearBefore(query.to && query.to < today ? query.to : today);
  const past = effects.filter(({ on }) => on <= today && on >= earliest).toReversed();
  const { from: _, to: __, ...ofCalendar } = query;
  const isFiltered = [query.state, query.instrument, query.from, query.to].some(Boolean);
  const nothing = (otherwise: string) => html`<p>${isFiltered ? words.nothingFits : otherwise}</p>`;
  return layout(asked, {
    title: words.title,
    description: words.lead,
    sequence: snapshot.head.sequence,
    files: [
      { kind: 'csv', path: '/calendar.csv', query, table: 'effects' },
      { kind: 'ics', path: '/calendar.ics', query: ofCalendar },
      { kind: 'json', path: '/v1/calendar', query: { from: query.from, to: query.to } },
    ],
    body: html`<h1>${words.title}</h1><p class="lead">${words.lead}</p>
${filterForm(asked, html`${placeFilters(asked, snapshot.catalogue)} ${days(asked)}`)}
<h2>${words.coming}</h2>${coming.length > 0 ? list(asked, catalogue, coming, words.coming) : nothing(words.nothingComing)}
<h2>${query.from || query.to ? words.before : words.past}</h2>${past.length > 0 ? list(asked, catalogue, past, words.past) : nothing(words.nothingPast)}`,
  });
}

function days(asked: Asked): Html {
  const words = calendarWords[asked.language];
  const field = (name: 'from' | 'to') =>
    html`<label>${words[name]} <input type="date" name="${name}" value="${asked.query[name] ?? ''}"></label>`;
  return html`${field('from')} ${field('to')}`;
}

/** Rows at most, because the record has thousands. */
const mostRows = 500;

function list(asked: Asked, catalogue: Catalogue, effects: readonly Effect[], name: string): Html {
  const words = calendarWords[asked.language];
  const row = (effect: Effect) => {
    const { on, instrument } = effect;
    const state = catalogue.states.get(effect.state);
    if (!state) return html``;
    return html`<tr><td class="day">${time(asked, on)}</td><td>${effectText(asked, state, effect)}</td><th scope="row"><a href="${to(asked, `/states/${state.code}/instruments/${instrument}`)}">${participationText(asked, catalogue, state, instrument)}</a></th></tr>`;
  };
  const number = (value: number) => numberIn(asked.language, value);
  const some =
    effects.length > mostRows ? html`<p>${words.some(number(mostRows), number(effects.length))}</p>` : none;
  return html`${some}<div class="wide" tabindex="0" role="region" aria-label="${name}"><table><thead><tr><th scope="col">${words.day}</th><th scope="col">${words.effect}</th><th scope="col">${words.who}</th></tr></thead><tbody>${effects.slice(0, mostRows).map(row)}</tbody></table></div>`;
}
