import type { KeptProposal } from '../../core/record/proposal.ts';
import type { Row } from '../../core/tables/row.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { File } from '../answer.ts';
import type { Asked } from '../asking/asked.ts';
import { csvFile } from '../files/csv.ts';
import { type WatchedDocumentView, watchedIn } from './view.ts';

/** The state of watching each instrument's document. */
export async function watchCsv(asked: Asked, snapshot: Snapshot): Promise<File> {
  return csvFile('watched', (await watchedIn(asked, snapshot)).map(watchedRow), 'watch');
}

function watchedRow({ document, reading }: WatchedDocumentView): Row {
  return {
    instrument: document.instrument,
    title: document.title,
    watching: document.status,
    documentTitle: reading?.source.title,
    documentUrl: reading?.source.url ?? document.url,
    statusAsAt: document.statusAsAt,
    readAt: document.readAt,
    askedAt: document.askedAt,
    dueAt: document.dueAt,
    failingSince: document.failingSince,
    failure: document.failure?.why,
    rows: reading?.rows,
    parties: reading?.printed.parties,
    signatories: reading?.printed.signatories,
  };
}

/** Open differences between depositaries' documents and the record, which nobody has confirmed yet. */
export async function proposalsCsv(asked: Asked): Promise<File> {
  return csvFile('proposals', (await asked.deps.store.proposals.open()).map(proposalRow), 'proposals');
}

function proposalRow({ id, document, ...proposal }: KeptProposal): Row {
  const { type, state, participant, instrument, kind, on, summary, openedAt } = proposal;
  return {
    proposal: id,
    type,
    state,
    participant,
    instrument,
    kind,
    on,
    summary,
    documentTitle: document.title,
    documentUrl: document.url,
    statusAsAt: document.statusAsAt,
    seenOn: document.seenOn,
    openedAt,
  };
}
