/**
 * The table, said once: the CDK stack creates it from this, so does the laptop, and the store reads it.
 * Items are `{ pk, sk, body, …index attributes }`: `body` is what a zod schema of core describes, and an index
 * attribute stands on an item only while the item belongs in that index.
 */
export const schema = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLive: 'expiresAt',
  stream: 'NEW_IMAGE',
  indexes: {
    /** Participations under one instrument. */
    byInstrument: { partitionKey: 'instrument', sortKey: 'state', projection: 'KEYS_ONLY' },
    /** Participations whose status changes by time alone, by the day on which it does. */
    byNextEffect: { partitionKey: 'effectQueue', sortKey: 'nextEffectOn', projection: 'KEYS_ONLY' },
    /** Deliveries waiting for an attempt, by the instant it is due. */
    byDue: { partitionKey: 'dueShard', sortKey: 'dueAt', projection: 'KEYS_ONLY' },
    /** Keys and subscriptions of one owner. */
    byOwner: { partitionKey: 'owner', sortKey: 'pk', projection: 'ALL' },
  },
} as const;

export type IndexName = keyof typeof schema.indexes;

/** Raised by one when items of an older version can no longer be read; a table of another version is refused. */
export const schemaVersion = 1;
