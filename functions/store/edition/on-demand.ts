import type { Db } from '../db.ts';
import type { Reader } from '../record/reader.ts';
import type { createEdition } from './refreshing.ts';

type Edition = ReturnType<typeof createEdition>;

/** Loaded by the first sweep, because no function refreshes the edition before that. */
export function editionOnDemand(db: Db, { record, changes }: Pick<Reader, 'record' | 'changes'>): Edition {
  let edition: Promise<Edition> | undefined;
  return {
    refresh: async (today) => {
      edition ??= import('./refreshing.ts').then(({ createEdition }) => createEdition(db, record, changes));
      return (await edition).refresh(today);
    },
  };
}
