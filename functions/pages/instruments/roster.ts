import type { Instrument } from '../../core/instrument.ts';
import { type Asked, to } from '../asking/asked.ts';
import { type Html, html } from '../parts/html.ts';
import { statusCell } from '../parts/mark.ts';
import { actInSentence } from '../parts/open-act.ts';
import { time, timeOr } from '../parts/text.ts';
import { nameIn } from '../places/names.ts';
import { lastToConsent, type StateEntry } from './view.ts';
import { instrumentWords } from './words.ts';

/** The tiles as a table: one State a row. */
export function rosterTable(asked: Asked, instrument: Instrument, entries: readonly StateEntry[]): Html {
  const { column, roster } = instrumentWords[asked.language];
  return html`<div class="wide" tabindex="0" role="region" aria-label="${roster}"><table class="roster"><thead><tr><th scope="col">${column.state}</th><th scope="col">${column.status}</th><th scope="col">${column.signed}</th><th scope="col">${column.consent}</th><th scope="col">${column.inForce}</th><th scope="col">${column.group}</th></tr></thead>
<tbody>${entries.map((entry) => rosterRow(asked, instrument, entry))}</tbody></table></div>`;
}

function rosterRow(asked: Asked, { id }: Instrument, { state, shown, position, group }: StateEntry): Html {
  const { consent, signature, inForce } = position;
  const story = to(asked, `/states/${state.code}/instruments/${id}`, { asOf: asked.query.asOf });
  return html`<tr><th scope="row"><a href="${story}">${nameIn(asked.language, state)}</a></th><td>${statusCell(shown, asked.words)}</td><td class="day">${timeOr(asked, signature?.doneOn)}</td><td class="day">${
    consent
      ? html`${time(asked, consent.doneOn, 'medium')} ${actInSentence(asked, consent.kind)}`
      : timeOr(asked, null)
  }</td><td class="day">${timeOr(asked, inForce?.on)}</td><td class="quiet">${instrumentWords[asked.language].groups[group]}</td></tr>`;
}

export const lastJoined = (asked: Asked, entries: readonly StateEntry[]): Html =>
  html`<ul>${lastToConsent(entries, 5).map(
    ({ state, position }) =>
      html`<li><a href="${to(asked, `/states/${state.code}`)}">${nameIn(asked.language, state)}</a> · ${
        position.consent
          ? html`${actInSentence(asked, position.consent.kind)} · ${time(asked, position.consent.doneOn)}`
          : ''
      }</li>`,
  )}</ul>`;
