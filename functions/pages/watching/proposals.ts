import type { KeptProposal } from '../../core/record/proposal.ts';
import { ActionKind } from '../../core/vocabulary.ts';
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
  return html`<li><strong>${words.types[type]}</strong> · ${who} · ${found ? shortName(asked, found) : instrument}<br>${recorded(asked, summary)}${sides(asked, proposal)}<span class="quiet">${where}${words.and}${dayIn(asked.language, document.statusAsAt)}${words.and}${words.observed(dayIn(asked.language, document.seenOn))}</span></li>`;
}

type ObservedAct = { kind: string; on: string | null; withdrawn: boolean };

/** The document's version and the record's, side by side. */
function sides(asked: Asked, { kind, on, withdrawn, recorded: own }: KeptProposal): Html {
  const words = watchWords[asked.language];
  const said = kind === null ? [] : [{ kind, on, withdrawn }];
  const side = (name: string, acts: readonly ObservedAct[]) =>
    html`<div><dt>${name}</dt><dd>${acts.length > 0 ? acts.map((act) => html`<div>${actIn(asked, act)}</div>`) : words.nothing}</dd></div>`;
  return html`<dl class="facts">${side(words.documentSays, said)}${side(
    words.recordSays,
    own.flatMap((act) => (act.kind === null ? [] : [{ ...act, kind: act.kind }])),
  )}</dl>`;
}

/** An act as the document prints it, which may be a year alone, or of a kind that the record lacks. */
function actIn(asked: Asked, { kind, on, withdrawn }: ObservedAct): Html {
  const { language, words } = asked;
  const known = ActionKind.safeParse(kind).data;
  const name = known ? html`${words.acts[known]}` : recorded(asked, kind.replaceAll('-', ' '));
  const day = on === null || on.length === 4 ? on : dayIn(language, on);
  return html`${name}${day ? html`${words.site.comma}${day}` : none}${withdrawn ? watchWords[language].notCounted : ''}`;
}
