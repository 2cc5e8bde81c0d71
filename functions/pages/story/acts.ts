import { dayOf } from '../../core/calendar.ts';
import type {
  ParticipationRecord,
  RecordedAction,
} from '../../core/law/participation/participation-record.ts';
import type { ActionKind } from '../../core/vocabulary.ts';
import type { Asked } from '../asking/asked.ts';
import { citations } from '../parts/citation.ts';
import { type Html, html, none } from '../parts/html.ts';
import { recorded, time } from '../parts/text.ts';
import { dayIn } from '../words/dates.ts';
import { storyWords } from './words.ts';

type NameOf = (territory: string) => string;

/** Every act, oldest first, with its sources and corrections. */
export function actsTable(asked: Asked, { actions }: ParticipationRecord, nameOf: NameOf): Html {
  const story = storyWords[asked.language];
  if (actions.length === 0) return html`<p>${story.noActs}</p>`;
  return html`<div class="wide" tabindex="0" role="region" aria-label="${story.acts}"><table class="acts" role="table"><thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">${story.day}</th><th scope="col" role="columnheader">${story.act}</th><th scope="col" role="columnheader">${story.source}</th></tr></thead>
<tbody role="rowgroup">${actions.map((action) => actRow(asked, action, nameOf))}</tbody></table></div>`;
}

function actRow(asked: Asked, action: RecordedAction, nameOf: NameOf): Html {
  const { acts } = asked.words;
  const story = storyWords[asked.language];
  const { doneOn, doneOnBasis, kind, territory, provision, text, sources } = action;
  return html`<tr id="${action.id}" role="row"><td class="day" role="cell">${time(asked, doneOn, 'medium')}${
    doneOnBasis === 'no-later-than' ? html`<br><span class="quiet">${story.noLater}</span>` : none
  }</td>
<td role="cell"><strong>${acts[kind]}</strong>${territory ? html` · ${nameOf(territory)}` : none}${provision ? html` · ${recorded(asked, provision)}` : none}
${effectOf(asked, action)}${text ? html`<p class="words">${recorded(asked, text)}</p>` : none}${whole(asked, action)}${aside(asked, action)}</td>
<td role="cell">${citations(asked, sources)}</td></tr>`;
}

/** A link to the whole of an act that is shown in brief. */
const whole = (asked: Asked, { truncated, url }: RecordedAction): Html | '' =>
  truncated && url ? html`<p><a href="${url}">${storyWords[asked.language].whole}</a></p>` : none;

function effectOf(asked: Asked, { effect }: RecordedAction): Html | '' {
  const story = storyWords[asked.language];
  if (!effect) return none;
  const basis = effect.basis === 'stated' ? story.statedEffect : story.computedEffect;
  return html`<br>${story.takesEffect(dayIn(asked.language, effect.on))} <span class="quiet">${asked.words.site.open}${basis}${asked.words.site.close}</span>`;
}

function aside(asked: Asked, { withoutEffect, override, corrections }: RecordedAction): Html {
  const story = storyWords[asked.language];
  return html`${withoutEffect ? html`<p class="note">${story.without} ${recorded(asked, withoutEffect)}</p>` : none}${
    override ? html`<p class="note">${story.override} ${recorded(asked, override.reason)}</p>` : none
  }${corrections.map((one) => correction(asked, one))}`;
}

type Correction = RecordedAction['corrections'][number];

function correction(asked: Asked, { kind, reason, recordedAt }: Correction): Html {
  const story = storyWords[asked.language];
  const day = dayIn(asked.language, dayOf(recordedAt));
  return html`<p class="note">${kind === 'amendment' ? story.corrected(day) : story.retracted(day)} ${recorded(asked, reason)}</p>`;
}

/** Acts that were on record and were taken back. */
export function retractedActs(asked: Asked, { retracted }: ParticipationRecord): Html | '' {
  if (retracted.length === 0) return none;
  const { acts } = asked.words;
  const story = storyWords[asked.language];
  return html`<h3>${story.retractedActs}</h3><ul>${retracted.map(
    ({ kind, doneOn, corrections }) =>
      html`<li>${acts[kind as ActionKind] ?? kind} · ${time(asked, doneOn)}${corrections.map((one) => correction(asked, one))}</li>`,
  )}</ul>`;
}

/** Reservations and declarations in full. */
export function statementsInFull(
  asked: Asked,
  { reservations, declarations }: ParticipationRecord,
  nameOf: NameOf,
): Html {
  const story = storyWords[asked.language];
  const all = [...reservations, ...declarations];
  if (all.length === 0) return html`<p>${story.noStatements}</p>`;
  return html`${all.map((action) => statement(asked, action, nameOf))}`;
}

function statement(asked: Asked, action: RecordedAction, nameOf: NameOf): Html {
  const { kind, doneOn, territory, text, provision, sources } = action;
  return html`<article class="statement"><h3>${asked.words.acts[kind]}${territory ? html` · ${nameOf(territory)}` : none}${provision ? html` · ${recorded(asked, provision)}` : none} · ${time(asked, doneOn)}</h3>${
    text ? html`<blockquote>${recorded(asked, text)}</blockquote>` : none
  }${whole(asked, action)}${citations(asked, sources)}</article>`;
}
