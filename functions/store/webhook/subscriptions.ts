import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { DomainError } from '../../core/errors.ts';
import type { Delivery } from '../../core/webhook/delivery.ts';
import { InForce } from '../../core/webhook/filter-history.ts';
import { Member, Subscription } from '../../core/webhook/subscription.ts';
import { type Db, getBody, partition, putIf, queryItems } from '../db.ts';
import { earlierResponse, type Idempotency, keepResponse } from '../idempotency.ts';
import { create, isRace, LostRace, replace, type WriteItem } from '../record/commit.ts';
import { holdHead, readHead } from '../record/head.ts';
import { retryRaces } from '../record/retry.ts';
import { deliveryItem } from './delivery-item.ts';
import { removalItem } from './removals.ts';
import { createSubscriptionHealth } from './subscription-health.ts';
import {
  ifVersion,
  isRefiltered,
  subscriptionItem as item,
  memberKey,
  membership,
  pastFilter,
  subscriptionKey,
} from './subscription-item.ts';

/** A count for each registrable domain, so that no domain is made the target of many. */
const domainKey = (domain: string) => ({ pk: 'DOMAIN', sk: domain });

/** A subscription as it is to be, and what tells its owner of it, if anything does. */
export type Told = { subscription: Subscription; message: Delivery | null };

export function createSubscriptions(db: Db) {
  const get = (id: string) => getBody(db, subscriptionKey(id), Subscription);

  const list = async (owner: string): Promise<Subscription[]> => {
    const items = queryItems(db, {
      IndexName: 'byOwner',
      KeyConditionExpression: '#owner = :owner and begins_with(pk, :subscription)',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': owner, ':subscription': 'SUBSCRIPTION#' },
    });
    const found: Subscription[] = [];
    for await (const { body } of items) found.push(Subscription.parse(body));
    return found;
  };

  /**
   * Adds a subscription, owed what is committed from now on, and answers its id; the earlier one's where the request
   * was sent before.
   * @throws DomainError `limit-reached` where the domain has `perDomain` subscriptions already
   */
  const add = (subscription: Subscription, perDomain: number, idempotency?: Idempotency): Promise<string> =>
    retryRaces(async () => {
      const { id, registrableDomain, createdAt } = subscription;
      const earlier = idempotency && (await earlierResponse(db, idempotency, createdAt));
      if (earlier !== undefined) return z.string().parse(earlier);
      const { sequence: madeAfter } = await readHead(db);
      await transactCounted(db, subscription, perDomain, [
        count(db, registrableDomain, 1, perDomain),
        create(db, item({ ...subscription, madeAfter })),
        ...(idempotency ? [keepResponse(db, idempotency, id, createdAt)] : []),
      ]);
      return id;
    });

  const apply = (
    id: string,
    change: (current: Subscription) => Told | null,
    perDomain: number,
  ): Promise<Told> =>
    retryRaces(async () => {
      const current = await get(id);
      if (!current) throw new DomainError('not-found', `There is no subscription ${id}.`);
      const changed = change(current);
      if (!changed) return { subscription: current, message: null };
      const { subscription, message } = changed;
      const head = isRefiltered(current, subscription) ? await readHead(db) : null;
      const filterAfter = head ? head.sequence : current.filterAfter;
      const next = { ...subscription, filterAfter, version: current.version + 1 };
      const moves = next.registrableDomain !== current.registrableDomain;
      const items = [
        ...(moves ? [count(db, next.registrableDomain, 1, perDomain)] : []),
        { Put: { TableName: db.table, Item: item(next), ...ifVersion(current.version) } },
        ...membership(db, current, next),
        ...(head ? [holdHead(db, head), replace(db, pastFilter(current))] : []),
        ...(message ? [create(db, deliveryItem(message))] : []),
        ...(moves ? [count(db, current.registrableDomain, -1)] : []),
      ];
      await (moves ? transactCounted(db, next, perDomain, items) : transact(db, items));
      return { subscription: next, message };
    });

  /**
   * Applies `change` to the latest version; null from it leaves everything as it is. Another filter holds from the next
   * change on that is committed; the one before is kept for those until then, whoever looks at them later.
   * @throws DomainError `limit-reached` where it moves to a domain that has `perDomain` subscriptions already
   */
  const update = async (
    id: string,
    change: (current: Subscription) => Subscription | null,
    perDomain = Number.MAX_SAFE_INTEGER,
  ): Promise<Subscription> => {
    const quietly = (current: Subscription): Told | null => {
      const subscription = change(current);
      return subscription && { subscription, message: null };
    };
    return (await apply(id, quietly, perDomain)).subscription;
  };

  /** The same, with the message that tells of it: both are written, or neither is. */
  const updateAndTell = (id: string, change: (current: Subscription) => Told | null): Promise<Told> =>
    apply(id, change, Number.MAX_SAFE_INTEGER);

  /** Deletes it, and leaves a note for the sweep, which deletes all that hangs on it. */
  const remove = (id: string): Promise<void> =>
    retryRaces(async () => {
      const current = await get(id);
      if (!current) return;
      await transact(db, [
        { Delete: { TableName: db.table, Key: subscriptionKey(id), ...ifVersion(current.version) } },
        { Delete: { TableName: db.table, Key: memberKey(current) } },
        replace(db, removalItem({ subscription: id, sweptSince: null })),
        count(db, current.registrableDomain, -1),
      ]);
    });

  /** Up to `limit` members of a shard after one of them, strongly consistent, in order of id. */
  const members = async (shard: number, after: string | undefined, limit: number): Promise<Member[]> => {
    const items = queryItems(db, {
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk and sk > :after',
      ExpressionAttributeValues: { ':pk': `SHARD#${shard}`, ':after': after ?? ' ' },
      Limit: limit,
    });
    const page: Member[] = [];
    for await (const { body } of items) {
      page.push(Member.parse(body));
      if (page.length === limit) break;
    }
    return page;
  };

  /**
   * Every filter that holds for any change after `after`, ascending; none where there is no subscription. True for the
   * feed as far as it had come before this was asked.
   */
  const filters = async (id: string, after: number): Promise<InForce[]> => {
    const current = await get(id);
    if (!current) return [];
    const past = after < current.filterAfter ? await partition(db, subscriptionKey(id).pk, 'FILTER#') : [];
    return [
      ...past.map(({ body }) => InForce.parse(body)),
      { after: current.filterAfter, filter: current.filter },
    ];
  };

  return { get, list, add, update, updateAndTell, remove, members, filters, ...createSubscriptionHealth(db) };
}

const count = (db: Db, domain: string, by: 1 | -1, most?: number): WriteItem => ({
  Update: {
    TableName: db.table,
    Key: domainKey(domain),
    UpdateExpression: 'add subscriptions :by',
    ExpressionAttributeValues: { ':by': by, ...(most !== undefined && { ':most': most }) },
    ...(most !== undefined && {
      ConditionExpression: 'attribute_not_exists(subscriptions) or subscriptions < :most',
    }),
  },
});

/** A write that is alone needs no transaction, which counts twice. */
async function transact(db: Db, items: WriteItem[]): Promise<void> {
  const [{ Put: alone } = {}, ...others] = items;
  try {
    if (alone?.Item && others.length === 0) {
      if (await putIf(db, alone.Item, alone)) return;
      throw new LostRace('somebody else was first');
    }
    await db.client.send(new TransactWriteCommand({ TransactItems: items }));
  } catch (error) {
    if (error instanceof TransactionConflictException) throw new LostRace(error.message);
    if (error instanceof TransactionCanceledException && isRace(error))
      throw new LostRace(error.message, { cause: error.CancellationReasons?.[0]?.Code });
    throw error;
  }
}

/** With the count of the domain as the first of `items`: what fails it is the limit, not a race. */
async function transactCounted(
  db: Db,
  { registrableDomain }: Subscription,
  perDomain: number,
  items: WriteItem[],
): Promise<void> {
  try {
    await transact(db, items);
  } catch (error) {
    if (!(error instanceof LostRace) || error.cause !== 'ConditionalCheckFailed') throw error;
    throw new DomainError(
      'limit-reached',
      `${registrableDomain} has ${perDomain} subscriptions already; delete one, or ask the operator for more.`,
      { domain: registrableDomain, limit: perDomain },
    );
  }
}
