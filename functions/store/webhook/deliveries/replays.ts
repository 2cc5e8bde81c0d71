import * as z from 'zod';
import { Instant } from '../../../core/calendar.ts';
import { type Db, getBody } from '../../db.ts';
import { putIf } from '../../writes.ts';
import { secondsKept } from './delivery-item.ts';

/** The latest replay that a subscription's owner asked for. */
export const Replay = z.lazy(() =>
  z.object({
    only: z.enum(['failed', 'missing', 'undelivered', 'all']),
    /** How far it has come. */
    through: z.number().int().min(0),
    /** The last delivery that it queued, null for none; the replay is over when that one is. */
    last: z.string().nullable(),
    /** Whether the call that queues deliveries is under way, or broke off. */
    writing: z.boolean(),
    startedAt: Instant,
    version: z.number().int().min(1),
  }),
);
export type Replay = z.infer<typeof Replay>;

const itemKey = (subscription: string) => ({ pk: `SUBSCRIPTION#${subscription}`, sk: 'REPLAY' });

export function createReplays(db: Db) {
  return {
    get: (subscription: string): Promise<Replay | undefined> => getBody(db, itemKey(subscription), Replay),

    /** Writes the version that follows the one read; whether nobody else was first. */
    put: async (subscription: string, replay: Replay): Promise<boolean> => {
      const { version, startedAt } = replay;
      const expiresAt = Math.floor(Date.parse(startedAt) / 1000) + secondsKept;
      return await putIf(
        db,
        { ...itemKey(subscription), version, expiresAt, body: replay },
        version === 1
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'version = :before',
              ExpressionAttributeValues: { ':before': version - 1 },
            },
      );
    },
  };
}
