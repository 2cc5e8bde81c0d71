import type { Snapshot } from '../../store/record/snapshots.ts';
import type { File } from '../answer.ts';
import { type Asked, addressOf } from '../asking/asked.ts';
import { csvFile } from '../files/csv.ts';
import { foundIn } from './things.ts';

/** What a search found, treaties first. */
export function searchCsv(asked: Asked, { catalogue }: Snapshot): File {
  const { instruments, states, sources } = foundIn(catalogue, (asked.query.q ?? '').slice(0, 100));
  const rows = [
    ...instruments.map(({ thing, path }) => ({ kind: 'instrument', id: thing.id, name: thing.title, path })),
    ...states.map(({ thing, path }) => ({ kind: 'state', id: thing.code, name: thing.name, path })),
    ...sources.map(({ thing, path }) => ({ kind: 'source', id: thing.id, name: thing.title, path })),
  ];
  return csvFile(
    'found',
    rows.map(({ path, ...row }) => ({ ...row, url: addressOf(asked, path) })),
    'found',
  );
}
