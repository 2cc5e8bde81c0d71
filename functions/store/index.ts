import { createSeeded } from './copy/seeded.ts';
import { observingOnDemand } from './depositary/observing-on-demand.ts';
import { createReadingRecords } from './depositary/reading-records.ts';
import { editionOnDemand } from './edition/on-demand.ts';
import { createEditor } from './editor.ts';
import { createLooks } from './looks.ts';
import type { StoreSettings } from './recorder.ts';

export { documentsOf } from './documents.ts';

export type { StoreSettings } from './recorder.ts';

/**
 * The whole store over one table. Within an instance, readers and writers share one record in memory;
 * instances share only the table.
 */
export function createStore(settings: StoreSettings) {
  const { client, table, pause, publicUrl } = settings;
  const db = { client, table, pause };
  const editor = createEditor(settings);
  const { record } = editor;
  const readings = createReadingRecords({ db, record });
  return {
    ...editor,
    edition: editionOnDemand(db, editor),
    readings,
    seeded: createSeeded(db),
    looks: createLooks(db),
    observe: observingOnDemand({ db, record, publicUrl, readings }),
  };
}

export type Store = ReturnType<typeof createStore>;
