import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { monotonicFactory } from 'ulid';
import { createPrinting } from './edition/printing.ts';
import { dueEffects } from './record/holdings.ts';
import type { Reader } from './record/reader.ts';
import { createRecording } from './record/recording.ts';
import { createWebhookStore } from './webhooks.ts';

export type StoreSettings = {
  /** Drops undefined members (`removeUndefinedValues`). */
  client: DynamoDBDocumentClient;
  table: string;
  /** Base of the addresses that changes carry, without a trailing slash. */
  publicUrl: string;
  /** Made before, where the record was read before all of this was needed. */
  reader?: Reader;
};

/** Ids of acts in the order in which they are given. */
export function actionIds(): () => string {
  const ulid = monotonicFactory();
  return () => `act_${ulid()}`;
}

/** What is needed to record acts and what time changes, and to tell subscribers of it. */
export function createRecorder({ client, table, publicUrl, reader }: StoreSettings, newId = actionIds()) {
  const db = { client, table };
  const webhooks = createWebhookStore(db, reader);
  return {
    ...webhooks,
    recording: createRecording({ db, record: webhooks.record, publicUrl, newId }),
    printing: createPrinting(db, webhooks.record, webhooks.changes),
    dueEffects: (today: string) => dueEffects(db, today),
  };
}

export type Recorder = ReturnType<typeof createRecorder>;
