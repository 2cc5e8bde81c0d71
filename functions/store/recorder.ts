import { monotonicFactory } from 'ulid';
import type { Db } from './db.ts';
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
    dueEffects: (today: string) => dueEffects(db, today),
  };
}

export type Recorder = ReturnType<typeof createRecorder>;
