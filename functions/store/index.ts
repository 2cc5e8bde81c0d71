import { monotonicFactory } from 'ulid';
import { createApiKeys } from './api-keys.ts';
import { createSeeded } from './copy/seeded.ts';
import { createProposals } from './depositary/proposals.ts';
import { createReadingRecords } from './depositary/reading-records.ts';
import { createLooks } from './looks.ts';
import { createCataloguing } from './record/cataloguing.ts';
import { actionIds, createRecorder, type StoreSettings } from './recorder.ts';

export { documentsOf } from './documents.ts';

export type { StoreSettings } from './recorder.ts';

/**
 * The whole store over one table. Within an instance, readers and writers share one record in memory;
 * instances share only the table.
 */
export function createStore(settings: StoreSettings) {
  const { client, table, pause, publicUrl } = settings;
  const db = { client, table, pause };
  const newActionId = actionIds();
  const recorder = createRecorder(settings, newActionId);
  const { record } = recorder;
  const readings = createReadingRecords({ db, record });
  return {
    ...recorder,
    cataloguing: createCataloguing({ db, record, publicUrl }),
    readings,
    seeded: createSeeded(db),
    looks: createLooks(db),
    ...createProposals({ db, record, publicUrl, readings, newId: newActionId }),
    keys: createApiKeys(db, monotonicFactory()),
  };
}

export type Store = ReturnType<typeof createStore>;
