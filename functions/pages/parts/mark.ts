import type { Status } from '../../core/vocabulary.ts';
import type { Words } from '../words/words.ts';
import { type Html, html } from './html.ts';

/** A status as pictures show it, or that nobody has looked. */
export type Shown = Status | 'not-looked-at';

export const shownStatuses: readonly Shown[] = [
  'party',
  'contracting-state',
  'signatory',
  'no-action',
  'former-party',
  'not-looked-at',
];

/** A shape for each status, on a 16 by 16 grid, because colour alone must not tell them apart. */
const shapes: Record<Shown, Html> = {
  party: html`<circle cx="8" cy="8" r="7" class="fill"/><path d="M4.6 8.3l2.4 2.4 4.4-5" class="cut"/>`,
  'contracting-state': html`<circle cx="8" cy="8" r="6.25" class="ring"/><path d="M8 1.75a6.25 6.25 0 0 1 0 12.5z" class="fill"/>`,
  signatory: html`<circle cx="8" cy="8" r="6.25" class="ring"/><path d="M4.5 10.8c1.6-4.6 3-5.3 3.3-3.9s-1 4 .3 3.7 1.3-2.4 3.4-2.4" class="line"/>`,
  'no-action': html`<circle cx="8" cy="8" r="6.25" class="ring"/>`,
  'former-party': html`<circle cx="8" cy="8" r="6.25" class="ring"/><path d="M5 5l6 6M11 5l-6 6" class="line"/>`,
  'not-looked-at': html`<circle cx="8" cy="8" r="6.25" class="dots"/>`,
};

/** The shape of a status as SVG; its classes say what is filled. */
export const markShape = (status: Shown): string => String(shapes[status]);

/** The symbols that marks refer to, once a page. */
export const markSymbols = (): Html =>
  html`<svg class="symbols" aria-hidden="true" focusable="false">${shownStatuses.map(
    (status) => html`<symbol id="m-${status}" viewBox="0 0 16 16">${shapes[status]}</symbol>`,
  )}</svg>`;

export const markOf = (status: Shown): Html =>
  html`<svg class="mark s-${status}" aria-hidden="true" focusable="false"><use href="#m-${status}"/></svg>`;

export const statusCell = (status: Shown, { status: words }: Pick<Words, 'status'>): Html =>
  html`<span class="status">${markOf(status)}<span>${words.label[status]}</span></span>`;
