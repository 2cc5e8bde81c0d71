import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { monotonicFactory } from 'ulid';
import type { Instant } from '../core/calendar.ts';
import type { Catalogue } from '../core/holdings.ts';
import { createApiKeys } from './api-keys.ts';
import { catalogueAt } from './catalogue.ts';
import { createCataloguing } from './cataloguing.ts';
import { readChange, readChanges, sequenceBefore } from './changes.ts';
import { createDeliveries } from './deliveries.ts';
import { createFanoutProgress } from './fanout-progress.ts';
import { dueEffects, statesUnder } from './holdings.ts';
import { createRecord } from './record.ts';
import { createRecording } from './recording.ts';
import { createRemovals } from './removals.ts';
import { createReplays } from './replays.ts';
import { createSlots } from './slots.ts';
import { createSubscriptions } from './subscriptions.ts';
import { createVerify } from './verification.ts';
import { createWalk } from './walk.ts';

export { documentsOf } from './documents.ts';

export type StoreSettings = {
  /** Drops undefined members (`removeUndefinedValues`). */
  client: DynamoDBDocumentClient;
  table: string;
  /** Base of the addresses that changes carry, without a trailing slash. */
  publicUrl: string;
};

/** All that is kept, over one table. Instances share nothing but the table. */
export function createStore({ client, table, publicUrl }: StoreSettings) {
  const db = { client, table };
  const record = createRecord(db);
  const ulid = monotonicFactory();
  const newActionId = () => `act_${ulid()}`;
  const subscriptions = createSubscriptions(db);
  return {
    record,
    catalogueAt: (now: Catalogue, knownAt: Instant) => catalogueAt(db, now, knownAt),
    recording: createRecording({ db, record, publicUrl, newId: newActionId }),
    cataloguing: createCataloguing({ db, record, publicUrl }),
    changes: {
      get: (sequence: number) => readChange(db, sequence),
      list: (after: number, through: number) => readChanges(db, after, through),
      before: (instant: Instant, head: number) => sequenceBefore(db, instant, head),
    },
    dueEffects: (today: string) => dueEffects(db, today),
    statesUnder: (instrument: string) => statesUnder(db, instrument),
    keys: createApiKeys(db, ulid),
    subscriptions,
    verify: createVerify({ subscriptions, record }),
    deliveries: createDeliveries(db),
    slots: createSlots(db),
    fanout: createFanoutProgress(db),
    replays: createReplays(db),
    removals: createRemovals(db),
    walk: createWalk(db, subscriptions),
    newId: (kind: 'sub' | 'msg') => `${kind}_${ulid()}`,
  };
}

export type Store = ReturnType<typeof createStore>;
