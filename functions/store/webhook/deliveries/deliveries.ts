import type { Delivery } from '../../../core/webhook/delivery.ts';
import { type Db, queryItems } from '../../db.ts';
import { deleteItem, putIf } from '../../writes.ts';
import { createClaim, getDelivery } from './claim.ts';
import { type DeliveryId, deliveryIn, deliveryItem, deliveryItemKey, isAt } from './delivery-item.ts';
import { createDueIndex } from './due-index.ts';
import { createGroupedDeliveries } from './grouped.ts';

type Listing = {
  from?: string | undefined;
  backwards?: boolean;
  /** How many rows are read at once. */
  page?: number;
  /** Rows to list at most; all by default. */
  most?: number;
  /** Whether it sees the latest writes, at twice the cost; true by default. */
  isConsistent?: boolean;
};

export function createDeliveries(db: Db) {
  /** Creates the row unless it exists, however often it is asked to; true if it did. */
  const create = (delivery: Delivery): Promise<boolean> =>
    putIf(db, deliveryItem(delivery), { ConditionExpression: 'attribute_not_exists(pk)' });

  /** Rewrites the row unless somebody else has since it was read; true if it did. */
  const put = (delivery: Delivery, mark?: string): Promise<boolean> =>
    putIf(db, deliveryItem({ ...delivery, version: delivery.version + 1 }), isAt(delivery.version), mark);

  /** Deletes a delivery whose subscription was deleted. */
  const remove = (id: DeliveryId): Promise<void> => deleteItem(db, deliveryItemKey(id));

  /** A subscription's deliveries, by key, ascending or descending, from after or before `from`. */
  async function* list(
    subscription: string,
    {
      from,
      backwards = false,
      page = 100,
      most = Number.POSITIVE_INFINITY,
      isConsistent = true,
    }: Listing = {},
  ): AsyncGenerator<Delivery> {
    const edge = from ? `DELIVERY#${from}` : backwards ? 'DELIVERY$' : 'DELIVERY#';
    const items = queryItems(db, {
      ConsistentRead: isConsistent,
      ScanIndexForward: !backwards,
      KeyConditionExpression: backwards
        ? 'pk = :pk and sk between :low and :edge'
        : 'pk = :pk and sk between :edge and :high',
      ExpressionAttributeValues: {
        ':pk': `SUBSCRIPTION#${subscription}`,
        ':edge': edge,
        ...(backwards ? { ':low': 'DELIVERY#' } : { ':high': 'DELIVERY$' }),
      },
      Limit: page,
    });
    let listed = 0;
    for await (const item of items) {
      if (item.sk === edge) continue;
      yield deliveryIn(item);
      if (++listed >= most) return;
    }
  }

  const claim = createClaim(db);
  const alone = { create, put, claim };
  const get = (id: DeliveryId) => getDelivery(db, id);
  return { get, remove, list, ...alone, ...createGroupedDeliveries(db, alone), ...createDueIndex(db) };
}
