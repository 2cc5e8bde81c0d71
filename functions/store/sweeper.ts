import { editionOnDemand } from './edition/on-demand.ts';
import { createRecorder, type StoreSettings } from './recorder.ts';

/** What a sweep needs: it records what time changes, and refreshes the edition. */
export function createSweeper(settings: StoreSettings) {
  const recorder = createRecorder(settings);
  const { client, table, pause } = settings;
  return { ...recorder, edition: editionOnDemand({ client, table, pause }, recorder) };
}

export type Sweeper = ReturnType<typeof createSweeper>;
