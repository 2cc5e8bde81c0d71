import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Delivery, type DeliveryStatus } from '../../core/webhook/delivery.ts';
import { type Db, getBody, type Item, queryItems } from '../db.ts';

/** Deliveries waiting for their time are spread over so many partitions of the index. */
export const dueShards = 8;

/** Live messages and those sent again on request wait in different lines, so that a replay delays nothing live. */
export type Line = 'LIVE' | 'REPLAY';

type Id = { subscription: string; key: string };

const itemKey = ({ subscription, key }: Id) => ({
  pk: `SUBSCRIPTION#${subscription}`,
  sk: `DELIVERY#${key}`,
});

const days30 = 30 * 24 * 3600;

const lineOf = ({ trigger }: Pick<Delivery, 'trigger'>): Line =>
  trigger === 'replay' || trigger === 'resend' ? 'REPLAY' : 'LIVE';

const dueShard = (subscription: string, line: Line): string =>
  `${line}#${(subscription.charCodeAt(subscription.length - 1) * 31 + subscription.charCodeAt(subscription.length - 2)) % dueShards}`;

/** In `byDue` only while it waits: for its time, or, written with a claim before that, for the lease to run out. */
export const deliveryItem = (delivery: Delivery): Item => {
  const dueAt = delivery.claim?.until ?? delivery.nextAttemptAt;
  return {
    ...itemKey(delivery),
    version: delivery.version,
    expiresAt: Math.floor(Date.parse(delivery.createdAt) / 1000) + days30,
    body: delivery,
    ...(delivery.status === 'pending' &&
      dueAt && { dueShard: dueShard(delivery.subscription, lineOf(delivery)), dueAt }),
  };
};

export function createDeliveries(db: Db) {
  const get = (id: Id) => getBody(db, itemKey(id), Delivery);

  const conditionally = async (put: PutCommand): Promise<boolean> => {
    try {
      await db.client.send(put);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  /** Creates the row unless there is one, however often it is asked to; whether it did. */
  const create = (delivery: Delivery): Promise<boolean> =>
    conditionally(
      new PutCommand({
        TableName: db.table,
        Item: deliveryItem(delivery),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );

  /** Writes the row anew unless somebody else has since it was read; whether it did. */
  const put = (delivery: Delivery): Promise<boolean> =>
    conditionally(
      new PutCommand({
        TableName: db.table,
        Item: deliveryItem({ ...delivery, version: delivery.version + 1 }),
        ConditionExpression: 'version = :version',
        ExpressionAttributeValues: { ':version': delivery.version },
      }),
    );

  /**
   * Takes a pending delivery whose time has come, for `lease`; null where it is not pending, not due, or taken. One
   * conditional write, so that of any number of senders one goes on. It stays where it is in `byDue`, which would cost
   * two writes more and half of what the index can take: a sweep that rings for it meanwhile finds it taken.
   */
  const claim = async (id: Id, by: string, now: string, leaseUntil: string): Promise<Delivery | null> => {
    try {
      const { Attributes } = await db.client.send(
        new UpdateCommand({
          TableName: db.table,
          Key: itemKey(id),
          UpdateExpression:
            'set body.claim = :claim, body.version = version + :one, version = version + :one',
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
        }),
      );
      return Attributes ? Delivery.parse(Attributes.body) : null;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return null;
      throw error;
    }
  };

  /** For what has no subscription any more. */
  const remove = async (id: Id): Promise<void> => {
    await db.client.send(new DeleteCommand({ TableName: db.table, Key: itemKey(id) }));
  };

  /** Deliveries of a line due by `now`, the longest due first in each partition; eventually consistent. */
  const due = async (line: Line, now: string, limit: number): Promise<Id[]> => {
    const shards = Array.from({ length: dueShards }, (_, index) => `${line}#${index}`);
    const found = await Promise.all(shards.map((shard) => dueIn(db, shard, now, limit)));
    return found.flat();
  };

  /** The instant since which the longest waiting delivery has been due, or null. */
  const oldestDue = async (now: string): Promise<string | null> => {
    const shards = Array.from({ length: dueShards }, (_, index) => `LIVE#${index}`);
    const oldest = await Promise.all(shards.map((shard) => dueIn(db, shard, now, 1)));
    return oldest.flatMap((rows) => rows.map(({ dueAt }) => dueAt)).sort()[0] ?? null;
  };

  /** A subscription's deliveries, by key, ascending or descending, from after or before `from`; `page` are read at once. */
  async function* list(
    subscription: string,
    {
      from,
      backwards = false,
      page = 100,
    }: { from?: string | undefined; backwards?: boolean; page?: number } = {},
  ): AsyncGenerator<Delivery> {
    const edge = from ? `DELIVERY#${from}` : backwards ? 'DELIVERY$' : 'DELIVERY#';
    const items = queryItems(db, {
      ConsistentRead: true,
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
    for await (const { sk, body } of items) if (sk !== edge) yield Delivery.parse(body);
  }

  return { get, create, put, remove, claim, due, oldestDue, list };
}

async function dueIn(db: Db, shard: string, now: string, limit: number): Promise<(Id & { dueAt: string })[]> {
  const found: (Id & { dueAt: string })[] = [];
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
