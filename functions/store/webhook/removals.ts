import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Instant } from '../../core/calendar.ts';
import { SubscriptionId } from '../../core/ids.ts';
import { bodyIn, type Db, partition } from '../db.ts';
import { deleteItem, putItem } from '../writes.ts';

/** A deleted subscription of which items may be left; `sweptSince` is null until a sweep has looked at it. */
export const Removal = z.object({ subscription: SubscriptionId, sweptSince: Instant.nullable() });
export type Removal = z.infer<typeof Removal>;

const pk = 'REMOVED';

/** Written in the transaction that deletes a subscription. */
export const removalItem = (removal: Removal) => ({ pk, sk: removal.subscription, body: removal });

const atOnce = 25;

/** What deleted subscriptions leave behind: deliveries with their attempts, earlier filters, replays, slots. */
export function createRemovals(db: Db) {
  const list = async (): Promise<Removal[]> => (await partition(db, pk)).map((item) => bodyIn(item, Removal));

  /** Deletes up to `limit` items of a subscription; answers how many. */
  const clear = async (subscription: string, limit: number): Promise<number> => {
    const { Items = [] } = await db.client.send(
      new QueryCommand({
        TableName: db.table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `SUBSCRIPTION#${subscription}` },
        ProjectionExpression: 'pk, sk',
        Limit: limit,
      }),
    );
    for (let from = 0; from < Items.length; from += atOnce)
      await Promise.all(Items.slice(from, from + atOnce).map(({ pk, sk }) => deleteItem(db, { pk, sk })));
    return Items.length;
  };

  return {
    list,
    clear,
    note: (removal: Removal): Promise<void> => putItem(db, removalItem(removal)),
    /** Forgets the subscription, once nothing is left of it and no function can write more. */
    end: ({ subscription }: Removal): Promise<void> => deleteItem(db, { pk, sk: subscription }),
  };
}
