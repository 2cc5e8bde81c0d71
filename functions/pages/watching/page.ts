import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, to } from '../asking/asked.ts';
import { citation } from '../parts/citation.ts';
import { type Html, html, none } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { recorded, shortName, time, title } from '../parts/text.ts';
import { nameOf } from '../places/names.ts';
import { dayIn, numberIn } from '../words/dates.ts';
import { watchWords } from './words.ts';

/** What was read of each depositary's document, and for which day it speaks. */
export function watchPage(asked: Asked, { catalogue, head }: Snapshot): Html {
  const words = watchWords[asked.language];
  const number = (value: number | undefined) => (value === undefined ? '–' : numberIn(asked.language, value));
  const all = [...catalogue.instruments.values()];
  const read = all.flatMap((instrument) => {
    const reading = catalogue.readings.get(instrument.id);
    return reading ? [{ instrument, reading }] : [];
  });
  const never = all.filter(({ id }) => !catalogue.readings.has(id));
  return layout(asked, {
    title: words.watch,
    description: words.watchLead,
    sequence: head.sequence,
    files: [{ kind: 'json', href: '/v1/instruments' }],
    body: html`<h1>${words.watch}</h1><p class="lead">${words.watchLead}</p>
<div class="wide" tabindex="0" role="region" aria-label="${words.watch}"><table><thead><tr><th scope="col">${asked.words.board.column.treaty}</th><th scope="col">${words.speaksFor}</th><th scope="col">${words.document}</th></tr></thead><tbody>${read.map(
      ({ instrument, reading }) =>
        html`<tr><th scope="row"><a href="${to(asked, `/instruments/${instrument.id}`)}"><strong>${shortName(instrument)}</strong></a></th><td class="day">${time(asked, reading.statusAsAt, 'medium')}</td><td>${citation(asked, reading.source)}<br>${words.listed(number(reading.rows))}; ${words.printed(number(reading.printed.parties), number(reading.printed.signatories))}</td></tr>`,
    )}</tbody></table></div>
${
  never.length > 0
    ? html`<h2>${words.never}</h2><p>${words.neverLead}</p><ul>${never.map((one) => html`<li><a href="${to(asked, `/instruments/${one.id}`)}">${shortName(one)}</a> ${title(asked, one)}</li>`)}</ul>`
    : none
}`,
  });
}

/** Open differences between depositaries' documents and the record. */
export async function proposalsPage(asked: Asked, { catalogue, head }: Snapshot): Promise<Html> {
  const words = watchWords[asked.language];
  const open = await asked.deps.store.proposals.open();
  return layout(asked, {
    title: words.proposals,
    description: words.proposalsLead,
    sequence: head.sequence,
    files: [{ kind: 'json', href: '/v1/proposals' }],
    body: html`<h1>${words.proposals}</h1><p class="lead">${words.proposalsLead}</p>
${open.length === 0 ? html`<p>${words.noProposals}</p>` : none}<ul class="plain">${open.map(
      ({ type, state, participant, instrument, summary, document }) => {
        const found = catalogue.instruments.get(instrument);
        const name = state ? nameOf(asked.language, catalogue.states, state) : participant;
        return html`<li><strong>${words.types[type]}</strong> · ${state ? html`<a href="${to(asked, `/states/${state}/instruments/${instrument}`)}">${name}</a>` : recorded(asked, name)} · ${found ? shortName(found) : instrument}<br>${recorded(asked, summary)}<br><span class="quiet">${document.url ? html`<a href="${document.url}" rel="noreferrer nofollow">${recorded(asked, document.title)}</a>` : recorded(asked, document.title)}, ${dayIn(asked.language, document.statusAsAt)}, ${words.observed(dayIn(asked.language, document.seenOn))}</span></li>`;
      },
    )}</ul>`,
  });
}
