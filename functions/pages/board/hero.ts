import type { Progress } from '../../core/law/progress.ts';
import { type Asked, to } from '../asking/asked.ts';
import { type Html, html, none } from '../parts/html.ts';
import { markOf } from '../parts/mark.ts';
import { actInSentence, nextActs } from '../parts/open-act.ts';
import { shortName, time, title } from '../parts/text.ts';
import { dayIn, numberIn } from '../words/dates.ts';
import type { BoardSubject } from './table.ts';
import type { Board, BoardRow } from './view.ts';

/** The score, and a cell for each instrument that the document names. */
export function hero(asked: Asked, of: BoardSubject, { progress, rows, asOf }: Board, name: string): Html {
  const { board } = asked.words;
  const { heeded, total } = progress.named;
  const number = (value: number) => numberIn(asked.language, value);
  return html`<section class="hero" aria-labelledby="score">
<p id="score" class="score"><strong>${board.of(number(heeded), number(total))}</strong> <span>${board.score(name, dayIn(asked.language, asOf))}</span></p>
<ol class="cells">${rows
    .filter(({ called }) => called === 'named')
    .map((row) => cell(asked, of, row, urgingOn(progress, row)))}</ol></section>`;
}

type ProgressRow = Progress['data'][number];

const urgingOn = ({ data }: Progress, { instrument }: BoardRow): ProgressRow | undefined =>
  data.find((urging) => urging.instrument === instrument.id);

function cell(
  asked: Asked,
  { state, catalogue }: BoardSubject,
  row: BoardRow,
  urging: ProgressRow | undefined,
): Html {
  const { words } = asked;
  const { instrument, shown, participation } = row;
  const { since, openActs } = participation;
  const next = nextActs(asked, instrument.id, catalogue.instruments, openActs);
  const story = to(asked, `/states/${state.code}/instruments/${instrument.id}`, { asOf: asked.query.asOf });
  return html`<li class="cell s-${shown}${urging?.heeded ? html` heeded` : none}"><a href="${story}">
<span class="cell-head">${markOf(shown)}<strong>${shortName(asked, instrument)}</strong></span>
<span class="cell-title">${title(asked, instrument)}</span>
<span class="cell-status">${words.status.label[shown]}${since ? html` · ${time(asked, since, 'medium')}` : none}</span>
${heedingAct(asked, urging)}
${next ? html`<span class="cell-next">${words.board.nextIs(next)}</span>` : none}
</a></li>`;
}

const heedingAct = (asked: Asked, urging: ProgressRow | undefined): Html | '' =>
  urging?.heededBy
    ? html`<span class="cell-next">${actInSentence(asked, urging.heededBy.kind)} · ${time(asked, urging.heededBy.on, 'medium')}</span>`
    : none;
