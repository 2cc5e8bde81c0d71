import { monotonicFactory } from 'ulid';
import type { Db } from './db.ts';
import type { createPrinting } from './edition/printing.ts';
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
    printing: printingOnDemand(db, webhooks.record, webhooks.changes),
    dueEffects: (today: string) => dueEffects(db, today),
  };
}

type Printing = ReturnType<typeof createPrinting>;

/** Loaded by the first round of a sweep, because no function prints before that. */
function printingOnDemand(...from: Parameters<typeof createPrinting>): Printing {
  let printing: Promise<Printing> | undefined;
  return {
    refresh: async (today) => {
      printing ??= import('./edition/printing.ts').then((loaded) => loaded.createPrinting(...from));
      return (await printing).refresh(today);
    },
  };
}

export type Recorder = ReturnType<typeof createRecorder>;
