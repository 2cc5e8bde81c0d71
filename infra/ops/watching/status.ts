import { firstDue } from '../../../functions/core/depositary/watching/look.ts';
import { now } from '../command.ts';
import type { Deployment } from '../deployment.ts';
import { print, printJson, table } from '../terminal.ts';

/** How it stands with each instrument's document. */
export async function showStatus({ store }: Deployment, { json }: { json?: boolean }): Promise<void> {
  const catalogue = await store.record.read((snapshot) => snapshot.catalogue);
  const looks = new Map((await store.looks.list()).map((look) => [look.instrument, look]));
  const rows = [...catalogue.instruments.values()].map(({ id, document }) => {
    const look = looks.get(id);
    const reading = catalogue.readings.get(id);
    return {
      instrument: id,
      document: document?.url ?? null,
      read: look?.readAt ?? reading?.recordedAt ?? null,
      statusAsAt: reading?.statusAsAt ?? null,
      due: document ? (look?.dueAt ?? firstDue(id, now())) : null,
      failure: look?.failure?.why ?? null,
      failingSince: look?.failingSince ?? null,
    };
  });
  if (json) return printJson(rows);
  const line = (row: (typeof rows)[number]) => [
    row.instrument,
    row.statusAsAt ?? 'never read',
    row.document ? `due ${row.due?.slice(0, 16)}` : 'by a person',
    row.failure ? `failing since ${row.failingSince?.slice(0, 16)}: ${row.failure.slice(0, 160)}` : '',
  ];
  print(table([['INSTRUMENT', 'SPEAKS FOR', 'NEXT', ''], ...rows.map(line)]));
}
