/**
 * The table's definition, in one place: the CDK stack and the laptop create it from this, and the store reads
 * it. Items are `{ pk, sk, body, …index attributes }`: a zod schema of core describes `body`, and an index
 * attribute is present only while the item belongs in that index.
 */
export const schema = {
  partitionKey: 'pk',
  sortKey: 'sk',
  timeToLive: 'expiresAt',
  stream: 'NEW_IMAGE',
  indexes: {
    /** Participations under one instrument. */
    byInstrument: { partitionKey: 'instrument', sortKey: 'state', projection: 'KEYS_ONLY' },
    /** Participations whose status time alone will change, by the day on which it does. */
    byNextEffect: { partitionKey: 'effectQueue', sortKey: 'nextEffectOn', projection: 'KEYS_ONLY' },
    /** Deliveries waiting for an attempt, by the instant it is due. */
    byDue: { partitionKey: 'dueShard', sortKey: 'dueAt', projection: 'KEYS_ONLY' },
    /** Keys and subscriptions of one owner. */
    byOwner: { partitionKey: 'owner', sortKey: 'pk', projection: 'ALL' },
  },
} as const;

export type IndexName = keyof typeof schema.indexes;

/**
 * Raised by one when items of an older version can no longer be read. A program refuses a table of another
 * version.
 */
export const schemaVersion = 1;
