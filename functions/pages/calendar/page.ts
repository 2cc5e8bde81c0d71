import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, to } from '../asking/asked.ts';
import { everyView } from '../asking/everyone.ts';
import { type Html, html } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { shortName, time } from '../parts/text.ts';
import { nameOf } from '../places/names.ts';
import { type Effect, effectsOf, yearBefore } from './view.ts';
import { calendarWords } from './words.ts';

/** What is about to take effect, and what lately has. */
export async function calendarPage(asked: Asked, snapshot: Snapshot): Promise<Html> {
  const words = calendarWords[asked.language];
  const { state, instrument } = asked.query;
  const effects = effectsOf(await everyView(snapshot, { asOf: asked.today })).filter(
    (one) => (!state || one.state === state) && (!instrument || one.instrument === instrument),
  );
  const coming = effects.filter(({ on }) => on > asked.today);
  const past = effects.filter(({ on }) => on <= asked.today && on > yearBefore(asked.today)).toReversed();
  return layout(asked, {
    title: words.title,
    description: words.lead,
    sequence: snapshot.head.sequence,
    files: [
      { kind: 'ics', href: to(asked, '/calendar.ics', asked.query) },
      { kind: 'json', href: '/v1/calendar' },
    ],
    body: html`<h1>${words.title}</h1><p class="lead">${words.lead}</p>
<h2>${words.coming}</h2>${coming.length > 0 ? list(asked, snapshot, coming, words.coming) : html`<p>${words.nothingComing}</p>`}
<h2>${words.past}</h2>${past.length > 0 ? list(asked, snapshot, past, words.past) : html`<p>${words.nothingPast}</p>`}`,
  });
}

const list = (asked: Asked, { catalogue }: Snapshot, effects: readonly Effect[], name: string): Html =>
  html`<div class="wide" tabindex="0" role="region" aria-label="${name}"><table><thead><tr><th scope="col">${asked.words.board.column.since}</th><th scope="col">${asked.words.board.column.status}</th><th scope="col">${asked.words.board.column.treaty}</th></tr></thead><tbody>${effects.map(
    ({ on, what, state, instrument }) => {
      const found = catalogue.instruments.get(instrument);
      return html`<tr><td class="day">${time(asked, on)}</td><td>${calendarWords[asked.language].effects[what]}</td><th scope="row"><a href="${to(asked, `/states/${state}/instruments/${instrument}`)}">${nameOf(asked.language, catalogue.states, state)} · ${found ? shortName(found) : instrument}</a></th></tr>`;
    },
  )}</tbody></table></div>`;
