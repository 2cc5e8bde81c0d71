import { firstDue } from '../../../functions/core/depositary/watching/look.ts';
import type { WatchedDocument } from '../../../functions/core/depositary/watching/watched.ts';
import { watchedDocuments } from '../../../functions/store/depositary/watched.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { note, print, printJson, table } from '../terminal.ts';

export async function showStatus({ store }: Deployment, { json }: { json?: boolean }): Promise<void> {
  const looks = await store.looks.list();
  const begunAt = await store.looks.begunAt();
  const all = await store.record.read((snapshot) => watchedDocuments(snapshot, looks));
  const rows = all.map((watched) => rowOf(watched, begunAt));
  if (json) printJson(rows);
  else print(table([['INSTRUMENT', 'SPEAKS FOR', 'NEXT', ''], ...rows.map(lineOf)]));
  if (begunAt === null)
    note(
      'No depositary was ever asked: a laptop watches with --watch --contact, a stage with -c watchContact=.',
    );
}

const rowOf = (watched: WatchedDocument, begunAt: string | null) => ({
  instrument: watched.instrument,
  document: watched.url,
  status: watched.status,
  read: watched.readAt,
  statusAsAt: watched.statusAsAt,
  due:
    watched.dueAt ??
    (watched.status === 'waiting' && begunAt !== null ? firstDue(watched.instrument, begunAt) : null),
  failure: watched.failure?.why ?? null,
  failingSince: watched.failingSince,
  byPersonSince: watched.byPersonSince,
});

const lineOf = (row: ReturnType<typeof rowOf>): string[] => [
  row.instrument,
  row.statusAsAt ?? 'never read',
  nextOf(row),
  row.failure ? `failing since ${row.failingSince?.slice(0, 16)}: ${row.failure.slice(0, 160)}` : '',
];

function nextOf({ byPersonSince, due }: ReturnType<typeof rowOf>): string {
  if (byPersonSince) return `by a person since ${byPersonSince}`;
  return due ? `due ${due.slice(0, 16)}` : 'not watched yet';
}
