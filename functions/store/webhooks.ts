import { monotonicFactory } from 'ulid';
import { createCopy } from './copy/fork.ts';
import type { Db } from './db.ts';
import { createReader, type Reader } from './record/reader.ts';
import { createDeliveries } from './webhook/deliveries/deliveries.ts';
import { createFirstAttempts } from './webhook/deliveries/first-attempts.ts';
import { createReplays } from './webhook/deliveries/replays.ts';
import { createSlots } from './webhook/deliveries/slots.ts';
import { createFanoutProgress } from './webhook/fanout-progress.ts';
import { createPending } from './webhook/pending.ts';
import { createRemovals } from './webhook/removals.ts';
import { createSubscriptions } from './webhook/subscriptions.ts';
import { createUnanswered } from './webhook/unanswered.ts';
import { createVerify } from './webhook/verification.ts';
import { createWalk } from './webhook/walk.ts';

/** What is needed to tell subscribers of the record: it is read, and nothing is written to it. */
export function createWebhookStore(db: Db, reader: Reader = createReader(db)) {
  const ulid = monotonicFactory();
  const subscriptions = createSubscriptions(db);
  const deliveries = createDeliveries(db);
  const fanout = createFanoutProgress(db);
  const { record, changes } = reader;
  return {
    ...reader,
    subscriptions,
    verify: createVerify({ subscriptions, record, changes, deliveries }),
    deliveries,
    slots: createSlots(db),
    unanswered: createUnanswered(db),
    fanout,
    copy: createCopy(db),
    firstAttempts: createFirstAttempts(db, { changes, fanout, subscriptions, deliveries }),
    replays: createReplays(db),
    pending: createPending(db),
    removals: createRemovals(db),
    walk: createWalk(db, subscriptions),
    newId: (kind: 'sub' | 'msg') => `${kind}_${ulid()}`,
  };
}

export type WebhookStore = ReturnType<typeof createWebhookStore>;
