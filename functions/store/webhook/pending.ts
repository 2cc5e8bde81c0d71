import { DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Instant } from '../../core/calendar.ts';
import { SubscriptionId } from '../../core/ids.ts';
import type { Subscription } from '../../core/webhook/subscription.ts';
import type { Db } from '../db.ts';

/** A subscription whose URL has never answered, and since when it waits. */
const Pending = z.lazy(() => z.object({ subscription: SubscriptionId, createdAt: Instant }));
type Pending = z.infer<typeof Pending>;

const pk = 'PENDING';

const key = ({ subscription, createdAt }: Pending) => ({ pk, sk: `${createdAt}#${subscription}` });

/** It stands beside the subscription until its URL has answered for the first time. */
export const isNew = ({ status, verifiedAt }: Subscription): boolean =>
  status === 'pending' && verifiedAt === null;

const pendingOf = ({ id, createdAt }: Subscription): Pending => ({ subscription: id, createdAt });

export const pendingItem = (one: Subscription) => ({ ...key(pendingOf(one)), body: pendingOf(one) });

export const pendingKey = (one: Subscription) => key(pendingOf(one));

/** Subscriptions that wait for their first answer, the oldest first. */
export function createPending(db: Db) {
  /** Up to `limit` that were made before an instant. */
  const madeBefore = async (instant: string, limit: number): Promise<Pending[]> => {
    const { Items = [] } = await db.client.send(
      new QueryCommand({
        TableName: db.table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk and sk < :instant',
        ExpressionAttributeValues: { ':pk': pk, ':instant': instant },
        Limit: limit,
      }),
    );
    return Items.map(({ body }) => Pending.parse(body));
  };

  return {
    madeBefore,
    /** Of one that waits no longer, whatever became of it. */
    forget: async (pending: Pending): Promise<void> =>
      void (await db.client.send(new DeleteCommand({ TableName: db.table, Key: key(pending) }))),
  };
}
