import { monotonicFactory } from 'ulid';
import { createApiKeys } from './api-keys.ts';
import { createDeciding } from './depositary/deciding.ts';
import { createCataloguing } from './record/cataloguing.ts';
import { actionIds, createRecorder, type StoreSettings } from './recorder.ts';

/** What editors need besides: they revise the catalogue and decide on proposals, with keys. */
export function createEditor(settings: StoreSettings, newId = actionIds()) {
  const { client, table, pause, publicUrl } = settings;
  const db = { client, table, pause };
  const recorder = createRecorder(settings, newId);
  const { record } = recorder;
  return {
    ...recorder,
    cataloguing: createCataloguing({ db, record, publicUrl }),
    deciding: createDeciding({ db, record, publicUrl, newId }),
    keys: createApiKeys(db, monotonicFactory()),
  };
}

export type Editor = ReturnType<typeof createEditor>;
