import type { Day } from '../../core/calendar.ts';
import { firstDay, lastDay } from '../../core/calendar.ts';
import { type Asked, to } from '../asking/asked.ts';
import { knownOn } from '../asking/viewpoint.ts';
import { dayIn } from '../words/dates.ts';
import { type Html, html, none } from './html.ts';

type Choice = readonly [value: string, name: string];

/** A choice of one value or all; it works without scripts. */
export function select(asked: Asked, name: string, label: string, choices: readonly Choice[]): Html {
  const chosen = asked.query[name] ?? '';
  return html`<label>${label} <select name="${name}"><option value="">${asked.words.site.all}</option>${choices.map(
    ([value, text]) =>
      html`<option value="${value}"${value === chosen ? html` selected` : none}>${text}</option>`,
  )}</select></label>`;
}

/** The field for the page's day; with scripts it has a slider. */
export const asOfField = (asked: Asked, asOf: Day, from: Day = firstDay): Html =>
  html`<label class="as-of">${asked.words.site.asOf} <input type="date" name="asOf" value="${asOf}" min="${firstDay}" max="${lastDay}" data-slider-from="${from}" data-slider-to="${asked.today}"></label>${asked.query.knownOn === undefined ? none : html` ${knownField(asked)}`}`;

/** A hidden field for the end of the page's knowledge, so that no form drops it. */
export const knownField = (asked: Asked): Html =>
  html`<label>${asked.words.site.knownOn} <input type="date" name="knownOn" value="${asked.query.knownOn ?? asked.today}" max="${asked.today}"></label>`;

/** A form that leads to the same page; `fields` are its inputs. */
export const filterForm = (asked: Asked, fields: Html): Html =>
  html`<form class="filter" action="${to(asked, asked.path)}">${fields}<button>${asked.words.site.show}</button>${
    Object.keys(asked.query).length > 0
      ? html` <a href="${to(asked, asked.path)}">${asked.words.board.showAll}</a>`
      : none
  }</form>`;

/** Says that the page is not about today, or not about all that is known. */
export const asOfNote = (asked: Asked, asOf: Day, differing?: number): Html =>
  html`${aboutDay(asked, asOf, differing)}${aboutKnowledge(asked)}`;

function aboutKnowledge(asked: Asked): Html | '' {
  const known = knownOn(asked);
  return known === undefined
    ? none
    : html`<p class="note">${asked.words.site.knownNote(dayIn(asked.language, known))} <a href="${to(asked, asked.path, { ...asked.query, knownOn: undefined })}">${asked.words.site.backToKnown}</a></p>`;
}

const aboutDay = (asked: Asked, asOf: Day, differing: number | undefined): Html | '' =>
  asOf === asked.today
    ? none
    : html`<p class="note" role="status">${asked.words.site.onDay(dayIn(asked.language, asOf))}${asked.words.site.stop}${differing === undefined ? none : html`${asked.words.board.differs(differing)} `}<a href="${to(asked, asked.path, { ...asked.query, asOf: undefined })}">${asked.words.site.backToToday}</a></p>`;
