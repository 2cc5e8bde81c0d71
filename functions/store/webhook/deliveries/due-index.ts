import type { Delivery, DeliveryStatus } from '../../../core/webhook/delivery.ts';
import { type Db, getItems, queryItems } from '../../db.ts';
import { unlessRefused, updateItem } from '../../writes.ts';
import {
  type DeliveryId,
  deliveryIn,
  deliveryItemKey,
  dueOf,
  dueShards,
  type Line,
} from './delivery-item.ts';

/** A delivery, and the instant since which it has been due. */
export type Due = DeliveryId & { dueAt: string };

/** A sparse index of deliveries that must be found without a doorbell. */
export function createDueIndex(db: Db) {
  /** Deliveries of a line due by `now`, the longest due first in each partition; eventually consistent. */
  const due = async (line: Line, now: string, limit: number): Promise<Due[]> => {
    const shards = Array.from({ length: dueShards }, (_, index) => `${line}#${index}`);
    const found = await Promise.all(shards.map((shard) => dueIn(db, shard, now, limit)));
    return found.flat();
  };

  /** The instant since which the longest waiting delivery has been due, or null. */
  const oldestDue = async (now: string): Promise<string | null> => {
    const [oldest] = (await due('LIVE', now, 1)).map(({ dueAt }) => dueAt).sort();
    return oldest ?? null;
  };

  /** Lists a waiting delivery as it was read, so that a sweep finds it. */
  const enlist = async (row: Delivery): Promise<void> => {
    const place = dueOf(row);
    if (!place) return;
    const update = updateItem(db, deliveryItemKey(row), {
      UpdateExpression: 'set dueShard = :shard, dueAt = :at',
      ConditionExpression:
        'attribute_not_exists(dueAt) and body.#status = :pending and body.version = :version',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':shard': place.dueShard,
        ':at': place.dueAt,
        ':pending': 'pending' satisfies DeliveryStatus,
        ':version': row.version,
      },
    });
    await unlessRefused(update, () => undefined);
  };

  /** Of these, what waits for a first attempt and is not listed; eventually consistent. */
  const unlisted = async (ids: readonly DeliveryId[]): Promise<Delivery[]> => {
    const items = await getItems(db, ids.map(deliveryItemKey), false);
    const lost = items.filter(({ body, dueAt }) => body.status === 'pending' && dueAt === undefined);
    return lost.map(deliveryIn);
  };

  return { due, oldestDue, enlist, unlisted };
}

async function dueIn(db: Db, shard: string, now: string, limit: number): Promise<Due[]> {
  const found: Due[] = [];
  const items = queryItems(db, {
    IndexName: 'byDue',
    KeyConditionExpression: 'dueShard = :shard and dueAt <= :now',
    ExpressionAttributeValues: { ':shard': shard, ':now': now },
    Limit: limit,
  });
  for await (const { pk, sk, dueAt } of items) {
    found.push({
      subscription: String(pk).slice('SUBSCRIPTION#'.length),
      key: String(sk).slice('DELIVERY#'.length),
      dueAt: String(dueAt),
    });
    if (found.length === limit) break;
  }
  return found;
}
