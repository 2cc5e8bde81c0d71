import type { Delivery, DeliveryStatus } from '../../../core/webhook/delivery.ts';
import { type Db, getItem } from '../../db.ts';
import { unlessRefused, updateItem } from '../../writes.ts';
import { type DeliveryId, deliveryIn, deliveryItemKey } from './delivery-item.ts';

/** One delivery, strongly consistent. */
export async function getDelivery(db: Db, id: DeliveryId): Promise<Delivery | undefined> {
  const item = await getItem(db, deliveryItemKey(id));
  return item && deliveryIn(item);
}

/**
 * Claims a pending delivery that is due, until `leaseUntil`; null if it is not pending, not due, or taken. It
 * is one conditional write, so that only one of any number of senders goes on; the name of the claim tells a
 * sender its own. The delivery keeps its place in `byDue`, because moving it costs two writes: a sweep that
 * rings for it meanwhile finds it taken.
 */
export const createClaim =
  (db: Db) =>
  async (id: DeliveryId, by: string, now: string, leaseUntil: string): Promise<Delivery | null> => {
    const update = updateItem(db, deliveryItemKey(id), {
      UpdateExpression: 'set body.claim = :claim, body.version = body.version + :one',
      ConditionExpression:
        'body.#status = :pending and body.nextAttemptAt <= :now and (attribute_not_exists(body.claim) or body.claim = :none or body.claim.#until <= :now)',
      ExpressionAttributeNames: { '#status': 'status', '#until': 'until' },
      ExpressionAttributeValues: {
        ':claim': { by, until: leaseUntil },
        ':one': 1,
        ':pending': 'pending' satisfies DeliveryStatus,
        ':none': null,
        ':now': now,
      },
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const claimed = update.then((item) => (item ? deliveryIn(item) : undefined));
    const found = await unlessRefused(claimed, (item) =>
      item?.body?.M?.claim?.M?.by?.S === by ? getDelivery(db, id) : undefined,
    );
    return found ?? null;
  };
