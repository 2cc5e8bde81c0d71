import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, to } from '../asking/asked.ts';
import { citation } from '../parts/citation.ts';
import { type Html, html, none } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { named, time } from '../parts/text.ts';
import { instantIn, numberIn } from '../words/dates.ts';
import { failureText } from './failure.ts';
import { type WatchedDocumentView, watchedIn } from './view.ts';
import { watchWords } from './words.ts';

/** What was looked at when, what failed and why, when it is looked at next, and what a person looks at. */
export async function watchPage(asked: Asked, snapshot: Snapshot): Promise<Html> {
  const words = watchWords[asked.language];
  const all = await watchedIn(asked, snapshot);
  const byStatus = Map.groupBy(all, ({ document }) => document.status);
  const failing = byStatus.get('failing') ?? [];
  const byProgram = [...(byStatus.get('read') ?? []), ...(byStatus.get('waiting') ?? [])];
  const byPerson = byStatus.get('by-person') ?? [];
  return layout(asked, {
    title: words.watch,
    description: words.watchLead,
    sequence: snapshot.head.sequence,
    files: [
      { kind: 'csv', path: '/watch.csv', table: 'watched' },
      { kind: 'json', path: '/v1/watch' },
    ],
    body: html`<h1>${words.watch}</h1><p class="lead">${words.watchLead}</p>
${failing.length > 0 ? failures(asked, failing) : html`<p>${words.noFailures}</p>`}
${looks(asked, words.byProgram, words.byProgramLead, byProgram)}
${looks(asked, words.byPerson, words.byPersonLead, byPerson)}`,
  });
}

function failures(asked: Asked, all: readonly WatchedDocumentView[]): Html {
  const words = watchWords[asked.language];
  const row = ({ instrument, document, failure, reading }: WatchedDocumentView) =>
    html`<tr><th scope="row">${instrumentLink(asked, instrument)}</th><td class="day">${instantOr(asked, document.failingSince)}</td><td>${failure ? failureText(asked, failure) : none}</td><td class="day">${instantOr(asked, document.dueAt)}</td><td class="day">${reading ? time(asked, reading.statusAsAt, 'medium') : words.notYet}</td></tr>`;
  return html`<h2>${words.failing}</h2><p>${words.failingLead}</p>
<div class="wide" tabindex="0" role="region" aria-label="${words.failing}"><table><thead><tr><th scope="col">${asked.words.board.column.treaty}</th><th scope="col">${words.failingSince}</th><th scope="col">${words.why}</th><th scope="col">${words.next}</th><th scope="col">${words.speaksFor}</th></tr></thead><tbody>${all.map(row)}</tbody></table></div>`;
}

function looks(asked: Asked, name: string, lead: string, all: readonly WatchedDocumentView[]): Html | '' {
  if (all.length === 0) return none;
  const words = watchWords[asked.language];
  const row = (one: WatchedDocumentView) =>
    html`<tr><th scope="row">${instrumentLink(asked, one.instrument)}</th><td class="day">${speaksFor(asked, one)}</td><td class="day">${lookedAt(asked, one)}</td><td class="day">${next(asked, one)}</td><td class="prose">${documentOf(asked, one)}</td></tr>`;
  return html`<h2>${name}</h2><p>${lead}</p>
<div class="wide" tabindex="0" role="region" aria-label="${name}"><table><thead><tr><th scope="col">${asked.words.board.column.treaty}</th><th scope="col">${words.speaksFor}</th><th scope="col">${words.lastLook}</th><th scope="col">${words.next}</th><th scope="col">${words.document}</th></tr></thead><tbody>${all.map(row)}</tbody></table></div>`;
}

/** The last day that anything on record speaks for, if no program reads the document. */
function speaksFor(asked: Asked, { document, reading }: WatchedDocumentView): Html | string {
  const day = reading?.statusAsAt ?? document.byPersonSince;
  return day ? time(asked, day, 'medium') : watchWords[asked.language].notYet;
}

/** The program's last look, or else the day on which somebody saw the document. */
function lookedAt(asked: Asked, { document, reading }: WatchedDocumentView): Html | string {
  if (document.askedAt) return instant(asked, document.askedAt);
  return reading ? time(asked, reading.source.seenOn, 'medium') : watchWords[asked.language].notYet;
}

function next(asked: Asked, { document }: WatchedDocumentView): Html | string {
  const words = watchWords[asked.language];
  if (document.status === 'by-person') return words.whenSomebodyDoes;
  return document.dueAt ? instant(asked, document.dueAt) : words.notWatched;
}

function documentOf(asked: Asked, { document, reading }: WatchedDocumentView): Html {
  const words = watchWords[asked.language];
  if (reading) {
    const { rows, printed } = reading;
    const number = (value: number | undefined) =>
      value === undefined ? '–' : numberIn(asked.language, value);
    return html`${citation(asked, reading.source)}<br>${words.listed(number(rows))}${
      printed.parties === undefined && printed.signatories === undefined
        ? none
        : html`${words.and}${words.printed(number(printed.parties), number(printed.signatories))}`
    }`;
  }
  const where = document.url
    ? html` <a href="${document.url}" rel="noreferrer nofollow">${words.whereToLook}</a>`
    : none;
  return html`<span class="quiet">${words.singleActs}</span>${where}`;
}

const instrumentLink = (asked: Asked, instrument: WatchedDocumentView['instrument']): Html =>
  html`<a href="${to(asked, `/instruments/${instrument.id}`)}">${named(asked, instrument)}</a>`;

const instant = (asked: Asked, at: string): Html =>
  html`<time datetime="${at}">${instantIn(asked.language, at)}</time>`;

const instantOr = (asked: Asked, at: string | null): Html =>
  at ? instant(asked, at) : html`<span class="quiet">–</span>`;
