import type { Citation } from '../../core/citation.ts';
import type { Asked } from '../asking/asked.ts';
import { dayIn } from '../words/dates.ts';
import { type Html, html, none } from './html.ts';
import { recorded } from './text.ts';

/** The sources of a fact: where and when it was read, and how near that is to the depositary. */
export const citations = (asked: Asked, all: readonly Citation[]): Html =>
  html`<ul class="sources">${all.map((one) => html`<li>${citation(asked, one)}</li>`)}</ul>`;

export function citation(asked: Asked, { title, url, symbol, seenOn, tier, note }: Citation): Html {
  const { words, language } = asked;
  const name = recorded(asked, title);
  return html`<span class="tier tier-${tier}" title="${words.status.tierMeaning[tier]}">${words.status.tier[tier]}</span> ${
    url ? html`<a href="${url}" rel="noreferrer nofollow">${name}</a>` : name
  }${symbol ? html` <span class="symbol">${symbol}</span>` : none} <span class="quiet">${words.site.seen(dayIn(language, seenOn, 'medium'))}</span>${
    note ? html`<br><span class="quiet">${recorded(asked, note)}</span>` : none
  }`;
}
