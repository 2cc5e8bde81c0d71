import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, to } from '../asking/asked.ts';
import { ofApi, viewOf, viewpointOf } from '../asking/viewpoint.ts';
import { asOfField, asOfNote, filterForm, select } from '../parts/form.ts';
import { type Html, html, none } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { shownStatuses } from '../parts/mark.ts';
import { nameIn } from '../places/names.ts';
import { dayIn, numberIn } from '../words/dates.ts';
import { hero } from './hero.ts';
import { sinceLine } from './since.ts';
import { type BoardSubject, statusTable } from './table.ts';
import {
  type Board,
  type BoardRow,
  boardOf,
  type Called,
  evidenceOfRows,
  passesFilters,
  requireSubject,
} from './view.ts';

/** The front page: the outcome of a document's calls upon a State. */
export async function frontPage(asked: Asked, snapshot: Snapshot): Promise<Html> {
  const { source, state } = requireSubject(snapshot.catalogue);
  const viewpoint = viewpointOf(asked);
  const now = { ...viewpoint, asOf: asked.today };
  const today = await viewOf(asked, snapshot, state, now);
  const view = viewpoint.asOf === asked.today ? today : await viewOf(asked, snapshot, state, viewpoint);
  const board = boardOf(view, today, source);
  const of = { state: view.state, catalogue: view.catalogue };
  const name = nameIn(asked.language, view.state, view.asOf);
  const { words } = asked;
  const letter = words.board.letter(
    dayIn(asked.language, source.on),
    words.offices.author(source.author),
    name,
    numberIn(asked.language, board.progress.named.total),
  );
  return layout(asked, {
    title: words.board.title(name),
    description: `${letter} ${scoreOf(asked, board, name)}`,
    card: '/board.png',
    sequence: snapshot.head.sequence,
    files: [
      { kind: 'csv', path: '/board.csv', query: asked.query, table: 'participations' },
      {
        kind: 'json',
        path: `/v1/states/${state}/participations`,
        query: ofApi(asked, ['status', 'depositary']),
      },
      { kind: 'atom', path: '/changes.atom', query: { state } },
      { kind: 'ics', path: '/calendar.ics', query: { state } },
    ],
    body: html`<h1>${words.board.title(name)}</h1>
<p class="lead">${letter} <a href="${to(asked, `/sources/${source.id}`)}">${words.board.readLetter}</a></p>
${hero(asked, of, board, name)}
${sinceLine(asked, of, board)}
${freshness(
  asked,
  board.rows.filter(({ called }) => called === 'named'),
)}
${controls(asked, board)}
${tables(asked, of, board)}`,
  });
}

const scoreOf = ({ words, language }: Asked, { progress, asOf }: Board, name: string): string => {
  const { heeded, total } = progress.named;
  const score = words.board.of(numberIn(language, heeded), numberIn(language, total));
  return `${score}${words.site.colon}${words.board.score(name, dayIn(language, asOf))}${words.site.stop.trim()}`;
};

function freshness({ words, language }: Asked, rows: readonly BoardRow[]): Html | '' {
  const evidence = evidenceOfRows(rows);
  return evidence
    ? html`<p class="quiet">${words.board.fresh(dayIn(language, evidence.oldest), dayIn(language, evidence.newest))}</p>`
    : none;
}

function controls(asked: Asked, { source, rows, asOf }: Board): Html {
  const { words } = asked;
  const { board, status } = words;
  const depositaries = new Map(
    rows.map(({ instrument: one }) => [
      one.depositary,
      asked.words.offices.depositaries[one.depositaryName] ?? one.depositaryName,
    ]),
  );
  const called: [Called, string][] = [
    ['named', board.calledNamed],
    ['implied', board.calledImplied],
    ['not', board.calledNot],
  ];
  const differing = rows.filter(({ today }) => today !== null).length;
  return html`${filterForm(
    asked,
    html`${asOfField(asked, asOf, source.on)}
${select(
  asked,
  'status',
  board.status,
  shownStatuses.map((one) => [one, status.label[one]]),
)}
${select(asked, 'depositary', board.depositary, [...depositaries])}
${select(asked, 'called', board.called, called)}`,
  )}${asOfNote(asked, asOf, differing)}`;
}

function tables(asked: Asked, of: BoardSubject, { rows, progress }: Board): Html {
  const { board } = asked.words;
  const fitting = rows.filter(passesFilters(asked.query));
  if (fitting.length === 0) return html`<p class="note">${board.noneMatch}</p>`;
  const number = (value: number) => numberIn(asked.language, value);
  const { heeded, total } = progress.implied;
  const table = (called: Called, caption: string, note: Html | '' = none) => {
    const own = fitting.filter((row) => row.called === called);
    return own.length > 0 ? html`<section>${statusTable(asked, of, caption, own)}${note}</section>` : none;
  };
  return html`${table('named', board.named)}
${table('implied', board.implied, html`<p class="quiet">${board.impliedScore(number(heeded), number(total))}</p>`)}
${table('not', board.others)}`;
}
