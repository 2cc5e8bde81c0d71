import { monotonicFactory } from 'ulid';
import type { Db } from './db.ts';
import type { createEdition } from './edition/refreshing.ts';
import { dueEffects } from './record/holdings.ts';
import type { Reader } from './record/reader.ts';
import { createRecording } from './record/recording.ts';
import { createWebhookStore } from './webhooks.ts';

export type StoreSettings = Db & {
  /** Base of the addresses in changes, without a trailing slash. */
  publicUrl: string;
  /** The reader already in use, if reading began before the rest was loaded. */
  reader?: Reader;
};

/** Makes ids of actions that ascend in the order of calls. */
export function actionIds(): () => string {
  const ulid = monotonicFactory();
  return () => `act_${ulid()}`;
}

/** What records acts and the changes of time, and tells subscribers. */
export function createRecorder(
  { client, table, pause, publicUrl, reader }: StoreSettings,
  newId = actionIds(),
) {
  const db = { client, table, pause };
  const webhooks = createWebhookStore(db, reader);
  return {
    ...webhooks,
    recording: createRecording({ db, record: webhooks.record, publicUrl, newId }),
    edition: editionOnDemand(db, webhooks.record, webhooks.changes),
    dueEffects: (today: string) => dueEffects(db, today),
  };
}

type Edition = ReturnType<typeof createEdition>;

/** Loaded by the first sweep, because no function refreshes the edition before that. */
function editionOnDemand(...from: Parameters<typeof createEdition>): Edition {
  let edition: Promise<Edition> | undefined;
  return {
    refresh: async (today) => {
      edition ??= import('./edition/refreshing.ts').then((loaded) => loaded.createEdition(...from));
      return (await edition).refresh(today);
    },
  };
}

export type Recorder = ReturnType<typeof createRecorder>;
