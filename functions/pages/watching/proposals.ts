import type { KeptProposal } from '../../core/record/proposal.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import { type Asked, to } from '../asking/asked.ts';
import { type Html, html, none } from '../parts/html.ts';
import { layout } from '../parts/layout.ts';
import { recorded, shortName } from '../parts/text.ts';
import { nameOf } from '../places/names.ts';
import { dayIn } from '../words/dates.ts';
import { watchWords } from './words.ts';

/** Open differences between depositaries' documents and the record. */
export async function proposalsPage(asked: Asked, snapshot: Snapshot): Promise<Html> {
  const words = watchWords[asked.language];
  const open = await asked.deps.store.proposals.open();
  return layout(asked, {
    title: words.proposals,
    description: words.proposalsLead,
    sequence: snapshot.head.sequence,
    files: [
      { kind: 'csv', path: '/proposals.csv', table: 'proposals' },
      { kind: 'json', path: '/v1/proposals' },
    ],
    body: html`<h1>${words.proposals}</h1><p class="lead">${words.proposalsLead}</p>
${open.length === 0 ? html`<p>${words.noProposals}</p>` : none}<ul class="plain">${open.map((one) => proposalItem(asked, snapshot, one))}</ul>`,
  });
}

function proposalItem(asked: Asked, { catalogue }: Snapshot, proposal: KeptProposal): Html {
  const { type, state, participant, instrument, summary, document } = proposal;
  const words = watchWords[asked.language];
  const found = catalogue.instruments.get(instrument);
  const name = state ? nameOf(asked.language, catalogue.states, state) : participant;
  const who = state
    ? html`<a href="${to(asked, `/states/${state}/instruments/${instrument}`)}">${name}</a>`
    : recorded(asked, name);
  const where = document.url
    ? html`<a href="${document.url}" rel="noreferrer nofollow">${recorded(asked, document.title)}</a>`
    : recorded(asked, document.title);
  return html`<li><strong>${words.types[type]}</strong> · ${who} · ${found ? shortName(asked, found) : instrument}<br>${recorded(asked, summary)}<br><span class="quiet">${where}${words.and}${dayIn(asked.language, document.statusAsAt)}${words.and}${words.observed(dayIn(asked.language, document.seenOn))}</span></li>`;
}
