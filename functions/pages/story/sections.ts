import type { Instrument } from '../../core/instrument.ts';
import type { Catalogue } from '../../core/law/holdings.ts';
import type { Participation } from '../../core/law/participation/participation.ts';
import type { ParticipationRecord } from '../../core/law/participation/participation-record.ts';
import type { Asked } from '../asking/asked.ts';
import { type Html, html, none } from '../parts/html.ts';
import { type Shown, statusCell } from '../parts/mark.ts';
import { nextActs } from '../parts/open-act.ts';
import { recorded, timeOr } from '../parts/text.ts';
import { dayIn } from '../words/dates.ts';
import { storyWords } from './words.ts';

type ShownRecord = { record: ParticipationRecord; shown: Shown; catalogue: Catalogue };

/** The status in words: which, since when, and what it means. */
export function statusSection(asked: Asked, { record, shown, catalogue }: ShownRecord): Html {
  const { words, language } = asked;
  const { status } = words;
  const story = storyWords[language];
  const { since, withdrawal, signatureDisclaimedOn, provisionallyApplied } = record;
  const day = (on: string) => dayIn(language, on);
  const isLeaving = withdrawal && record.status !== 'former-party';
  const next = nextActs(asked, record.instrument, catalogue.instruments, record.openActs);
  return html`<p class="standing">${statusCell(shown, words)}${since ? html` <span class="since-day">${story.since(day(since))}</span>` : none}</p>
<p>${status.meaning[shown]}</p>
${isLeaving ? html`<p class="note">${story.withdrawal(day(withdrawal.notifiedOn), day(withdrawal.effectiveOn))}</p>` : none}
${signatureDisclaimedOn ? html`<p class="note">${story.disclaimed(day(signatureDisclaimedOn))}</p>` : none}
${provisionallyApplied ? html`<p class="note">${story.provisional(day(provisionallyApplied.since))}</p>` : none}
${next ? html`<p><strong>${story.next}${words.site.colon}</strong>${next}</p>` : none}
<p class="quiet">${story.confidence(status.tier[record.confidence])}${words.site.stop}${record.evidenceThrough ? story.evidence(day(record.evidenceThrough)) : story.noChecks}</p>`;
}

/** How the day of effect is known, and the provision it follows from. */
export function effectReason(asked: Asked, instrument: Instrument, of: Participation): Html {
  const { language } = asked;
  const story = storyWords[language];
  const { inForceOn, inForceBasis, inForceDisagreement, consent } = of;
  const rule = instrument.entryIntoForceRule;
  const day = (on: string) => dayIn(language, on);
  if (!inForceOn || !consent)
    return html`<p>${story.noEffect}${rule ? html` ${story.rule(rule)}${asked.words.site.open}${recorded(asked, rule.clause)}${asked.words.site.close}${asked.words.site.stop}` : none}</p>`;
  if (inForceBasis === 'stated')
    return html`<p>${story.stated(day(inForceOn))}${inForceDisagreement ? html` ${story.disagree(day(inForceDisagreement.computed))}` : none}</p>`;
  return html`<p>${
    rule
      ? story.computed(day(inForceOn), day(consent.on), story.rule(rule), rule.clause)
      : story.computedPlain(day(inForceOn))
  }</p>`;
}

/** Whether the instrument applies in each territory, and by which act. */
export function territoriesTable(
  asked: Asked,
  { territories }: Participation,
  nameOf: (code: string) => string,
): Html | '' {
  if (territories.length === 0) return none;
  const { status, acts, board } = asked.words;
  const story = storyWords[asked.language];
  return html`<h2>${story.territories}</h2><div class="wide" tabindex="0" role="region" aria-label="${story.territories}"><table><thead><tr><th scope="col">${story.territory}</th><th scope="col">${board.column.status}</th><th scope="col">${board.column.since}</th><th scope="col">${story.restsOn}</th></tr></thead>
<tbody>${territories.map(
    (one) =>
      html`<tr><th scope="row">${nameOf(one.territory)}</th><td class="t-${one.status}">${status.territory[one.status]}${
        one.announced?.on
          ? html`<br><span class="quiet">${story.announced(status.territory[one.announced.status], dayIn(asked.language, one.announced.on))}</span>`
          : none
      }</td><td class="day">${one.attestedOn ? story.attested(dayIn(asked.language, one.attestedOn, 'medium')) : timeOr(asked, one.since)}</td><td>${
        one.basis
          ? html`<a href="#${one.basis.action}">${acts[one.basis.kind]}</a> <span class="tier tier-${one.confidence}">${status.tier[one.confidence]}</span>`
          : html`<span class="quiet">–</span>`
      }</td></tr>`,
  )}</tbody></table></div>`;
}

/** The urgings, in the documents' own words. */
export function urgings(
  asked: Asked,
  { urgings: all }: ParticipationRecord,
  link: (source: string) => string,
): Html {
  const story = storyWords[asked.language];
  if (all.length === 0) return html`<p>${story.noUrgings}</p>`;
  return html`<ul class="plain">${all.map(
    ({ source, title, on, kind, paragraph, wording }) =>
      html`<li><a href="${link(source)}">${recorded(asked, title)}</a>, ${dayIn(asked.language, on)} <span class="quiet">${asked.words.site.open}${story[kind]}${asked.words.site.close}</span><blockquote>${recorded(asked, wording)}</blockquote><p class="quiet">${recorded(asked, paragraph)}</p></li>`,
  )}</ul>`;
}
