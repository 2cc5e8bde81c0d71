import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Delivery, type DeliveryStatus } from '../../../core/webhook/delivery.ts';
import { type Db, getBody } from '../../db.ts';
import { type DeliveryId, deliveryItemKey } from './delivery-item.ts';

/**
 * Takes a pending delivery whose time has come, until `leaseUntil`; null where it is not pending, not due, or taken. One
 * conditional write, so that of any number of senders one goes on; whose own it was is told by its name. It stays where it
 * is in `byDue`, which would cost two writes more: a sweep that rings for it meanwhile finds it taken.
 */
export const createClaim =
  (db: Db) =>
  async (id: DeliveryId, by: string, now: string, leaseUntil: string): Promise<Delivery | null> => {
    try {
      const { Attributes } = await db.client.send(
        new UpdateCommand({
          TableName: db.table,
          Key: deliveryItemKey(id),
          UpdateExpression: 'set body.claim = :claim, body.version = body.version + :one',
          ConditionExpression:
            'body.#status = :pending and body.nextAttemptAt <= :now and (body.claim = :none or body.claim.#until <= :now)',
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
        }),
      );
      return Attributes ? Delivery.parse(Attributes.body) : null;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const isOurs = error.Item?.body?.M?.claim?.M?.by?.S === by;
      return isOurs ? ((await getBody(db, deliveryItemKey(id), Delivery)) ?? null) : null;
    }
  };
