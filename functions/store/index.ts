import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { monotonicFactory } from 'ulid';
import { createApiKeys } from './api-keys.ts';
import { createCataloguing } from './record/cataloguing.ts';
import { dueEffects } from './record/holdings.ts';
import { createProposals } from './record/proposals.ts';
import { createReader, type Reader } from './record/reader.ts';
import { createReadingRecords } from './record/reading-records.ts';
import { createRecording } from './record/recording.ts';
import { createDeliveries } from './webhook/deliveries.ts';
import { createFanoutProgress } from './webhook/fanout-progress.ts';
import { createFirstAttempts } from './webhook/first-attempts.ts';
import { createRemovals } from './webhook/removals.ts';
import { createReplays } from './webhook/replays.ts';
import { createSlots } from './webhook/slots.ts';
import { createSubscriptions } from './webhook/subscriptions.ts';
import { createVerify } from './webhook/verification.ts';
import { createWalk } from './webhook/walk.ts';

export { createDynamo, documentsOf } from './documents.ts';

export type StoreSettings = {
  /** Drops undefined members (`removeUndefinedValues`). */
  client: DynamoDBDocumentClient;
  table: string;
  /** Base of the addresses that changes carry, without a trailing slash. */
  publicUrl: string;
  /** Made before, where the record was read before all of this was needed. */
  reader?: Reader;
};

/**
 * All that is kept, over one table. Instances share nothing but the table; what reads and what writes in one instance
 * share the record in its memory.
 */
export function createStore({ client, table, publicUrl, reader }: StoreSettings) {
  const db = { client, table };
  const { record, ...rest } = reader ?? createReader(db);
  const ulid = monotonicFactory();
  const newActionId = () => `act_${ulid()}`;
  const subscriptions = createSubscriptions(db);
  const deliveries = createDeliveries(db);
  const readings = createReadingRecords({ db, record });
  const fanout = createFanoutProgress(db);
  return {
    ...rest,
    record,
    recording: createRecording({ db, record, publicUrl, newId: newActionId }),
    cataloguing: createCataloguing({ db, record, publicUrl }),
    readings,
    ...createProposals({ db, record, publicUrl, readings, newId: newActionId }),
    dueEffects: (today: string) => dueEffects(db, today),
    keys: createApiKeys(db, ulid),
    subscriptions,
    verify: createVerify({ subscriptions, record, changes: rest.changes, deliveries }),
    deliveries,
    slots: createSlots(db),
    fanout,
    firstAttempts: createFirstAttempts(db, { changes: rest.changes, fanout, subscriptions, deliveries }),
    replays: createReplays(db),
    removals: createRemovals(db),
    walk: createWalk(db, subscriptions),
    newId: (kind: 'sub' | 'msg') => `${kind}_${ulid()}`,
  };
}

export type Store = ReturnType<typeof createStore>;
