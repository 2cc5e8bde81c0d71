import { firstDue } from '../../../functions/core/depositary/watching/look.ts';
import type { WatchedDocument } from '../../../functions/core/depositary/watching/watched.ts';
import { watchedDocuments } from '../../../functions/store/depositary/watched.ts';
import { now } from '../command.ts';
import type { Deployment } from '../deployment.ts';
import { print, printJson, table } from '../terminal.ts';

/** How it stands with each instrument's document. */
export async function showStatus({ store }: Deployment, { json }: { json?: boolean }): Promise<void> {
  const looks = await store.looks.list();
  const all = await store.record.read((snapshot) => watchedDocuments(snapshot, looks));
  const rows = all.map(rowOf);
  if (json) printJson(rows);
  else print(table([['INSTRUMENT', 'SPEAKS FOR', 'NEXT', ''], ...rows.map(lineOf)]));
}

const rowOf = (watched: WatchedDocument) => ({
  instrument: watched.instrument,
  document: watched.url,
  status: watched.status,
  read: watched.readAt,
  statusAsAt: watched.statusAsAt,
  due: watched.dueAt ?? (watched.status === 'waiting' ? firstDue(watched.instrument, now()) : null),
  failure: watched.failure?.why ?? null,
  failingSince: watched.failingSince,
  byPersonSince: watched.byPersonSince,
});

const lineOf = (row: ReturnType<typeof rowOf>): string[] => [
  row.instrument,
  row.statusAsAt ?? 'never read',
  row.byPersonSince ? `by a person since ${row.byPersonSince}` : `due ${row.due?.slice(0, 16)}`,
  row.failure ? `failing since ${row.failingSince?.slice(0, 16)}: ${row.failure.slice(0, 160)}` : '',
];
