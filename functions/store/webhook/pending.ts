import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Instant } from '../../core/calendar.ts';
import { SubscriptionId } from '../../core/ids.ts';
import { Subscription } from '../../core/webhook/subscription.ts';
import { bodyIn, type Db, getBody } from '../db.ts';
import { deleteItem, putItem } from '../writes.ts';

/** A subscription whose URL has never answered, and since when it waits. */
const Pending = z.lazy(() => z.object({ subscription: SubscriptionId, createdAt: Instant }));
type Pending = z.infer<typeof Pending>;

const pk = 'PENDING';

const key = ({ subscription, createdAt }: Pending) => ({ pk, sk: `${createdAt}#${subscription}` });

/** Whether a subscription is on the list of those whose URL has never answered. */
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
    return Items.map((item) => bodyIn(item, Pending));
  };

  return {
    madeBefore,
    adopt: createAdopting(db),
    /** Takes a subscription off the list, whatever its outcome. */
    forget: (pending: Pending): Promise<void> => deleteItem(db, key(pending)),
  };
}

const adoptedKey = { pk: 'META', sk: 'PENDING' };

/** Where the next look begins; null once the whole table was looked through. */
const Adopted = z.lazy(() => z.object({ from: z.object({ pk: z.string(), sk: z.string() }).nullable() }));

/**
 * Puts subscriptions on the list that are older than the list: a megabyte of the table at a time, once per
 * table. It may be repeated and interrupted.
 */
function createAdopting(db: Db) {
  let isOver = false;

  return async (): Promise<number> => {
    if (isOver) return 0;
    const adopted = await getBody(db, adoptedKey, Adopted);
    isOver = adopted?.from === null;
    if (isOver) return 0;
    const { found, from } = await lookFrom(db, adopted?.from ?? undefined);
    for (const one of found) await putItem(db, pendingItem(one));
    await putItem(db, { ...adoptedKey, body: { from } });
    return found.length;
  };
}

async function lookFrom(db: Db, from: { pk: string; sk: string } | undefined) {
  const { Items = [], LastEvaluatedKey = null } = await db.client.send(
    new ScanCommand({
      TableName: db.table,
      ConsistentRead: true,
      FilterExpression: 'begins_with(pk, :prefix) and sk = :meta',
      ExpressionAttributeValues: { ':prefix': 'SUBSCRIPTION#', ':meta': 'META' },
      ExclusiveStartKey: from,
    }),
  );
  return { found: Items.map((item) => bodyIn(item, Subscription)).filter(isNew), from: LastEvaluatedKey };
}
