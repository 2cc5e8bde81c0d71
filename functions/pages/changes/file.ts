import type { Change } from '../../core/record/change.ts';
import type { Row } from '../../core/tables/row.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { File } from '../answer.ts';
import type { Asked } from '../asking/asked.ts';
import { csvFile } from '../files/csv.ts';
import { beforeIn, latestChanges, saidIn } from './view.ts';

const perFile = 1000;

/** The changes that pass the page's filters, the latest first. */
export async function changesCsv(asked: Asked, snapshot: Snapshot): Promise<File> {
  const { changes } = await latestChanges(asked, snapshot, perFile, beforeIn(asked, snapshot));
  return csvFile('changes', changes.map(rowOf), 'changes');
}

function rowOf(change: Change): Row {
  const { action, status, reason, summary, title } = saidIn(change);
  return {
    sequence: change.sequence,
    committedAt: change.committedAt,
    type: change.type,
    state: change.facts.state,
    instrument: change.facts.instrument,
    act: action?.kind,
    doneOn: action?.doneOn,
    statusFrom: status?.from,
    statusTo: status?.to,
    statusOn: status?.on,
    detail: reason ?? summary ?? title,
  };
}
