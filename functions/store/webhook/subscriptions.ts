import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { DomainError } from '../../core/errors.ts';
import type { Delivery } from '../../core/webhook/delivery.ts';
import { FilterInForce } from '../../core/webhook/filter-history.ts';
import { Member, Subscription } from '../../core/webhook/subscription.ts';
import {
  bodyIn,
  type Db,
  getBody,
  type Item,
  type Key,
  partition,
  putIf,
  queryItems,
  type Readable,
  readable,
} from '../db.ts';
import { earlierResponse, type Idempotency, keepResponse } from '../idempotency.ts';
import { create, isRace, replace, type WriteItem } from '../record/commit.ts';
import { holdHead, readHead } from '../record/head.ts';
import { LostRace, retryRaces } from '../record/retry.ts';
import { countedIn, domainFull, domainKey, recounted, toCountIn, withinDomain } from './counting.ts';
import { deliveryItem } from './deliveries/delivery-item.ts';
import { isNew, pendingItem, pendingKey } from './pending.ts';
import { removalItem } from './removals.ts';
import { createSubscriptionHealth } from './subscription-health.ts';
import {
  ifVersion,
  isRefiltered,
  memberKey,
  membership,
  pastFilter,
  subscriptionItem,
  subscriptionKey,
} from './subscription-item.ts';

/** A changed subscription, and the message that tells its owner, if any. */
export type ToldSubscription = { subscription: Subscription; message: Delivery | null };

/** `after` is where the next page begins; null if there is none. */
export type MembersPage = Readable<Member> & { after: string | null };

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
    for await (const item of items) found.push(bodyIn(item, Subscription));
    return found;
  };

  /** A page of an owner's subscriptions, by id, after one of them; fewer than `limit` if they are long. */
  const page = async (owner: string, after: string, limit: number) => {
    const { Items = [], LastEvaluatedKey } = await db.client.send(
      new QueryCommand({
        TableName: db.table,
        IndexName: 'byOwner',
        KeyConditionExpression: '#owner = :owner and pk between :after and :end',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: {
          ':owner': owner,
          ':after': `SUBSCRIPTION#${after}!`,
          ':end': 'SUBSCRIPTION#~',
        },
        Limit: limit,
      }),
    );
    return {
      found: Items.map((item) => bodyIn(item, Subscription)),
      isMore: LastEvaluatedKey !== undefined,
    };
  };

  /** @throws DomainError `limit-reached` if the domain has `most` verified subscriptions already */
  const requireRoom = async (domain: string, most: number): Promise<void> => {
    const { Item } = await db.client.send(new GetCommand({ TableName: db.table, Key: domainKey(domain) }));
    if ((Item?.subscriptions ?? 0) >= most) throw domainFull(domain, most);
  };

  /**
   * Adds a subscription, owed what is committed from now on, and answers its id. If the request was sent
   * before it answers the earlier id, and does not ask `mayAdd`.
   * @throws DomainError `limit-reached` if the domain has `perDomain` verified subscriptions already
   */
  const add = (
    subscription: Subscription,
    perDomain: number,
    idempotency?: Idempotency,
    mayAdd?: () => Promise<void>,
  ): Promise<string> =>
    retryRaces(db, async () => {
      const { id, registrableDomain, createdAt } = subscription;
      const earlier = idempotency && (await earlierResponse(db, idempotency, createdAt));
      if (earlier !== undefined) return z.string().parse(earlier);
      await mayAdd?.();
      await requireRoom(registrableDomain, perDomain);
      const { sequence: madeAfter } = await readHead(db);
      const made = { ...subscription, perDomain, countsIn: toCountIn(subscription), madeAfter };
      const write = transact(db, [
        ...recounted(db, null, made.countsIn, perDomain),
        create(db, subscriptionItem(made)),
        ...(isNew(made) ? [replace(db, pendingItem(made))] : []),
        ...(idempotency ? [keepResponse(db, idempotency, id, createdAt)] : []),
      ]);
      await (made.countsIn === null ? write : withinDomain(registrableDomain, perDomain, write));
      return id;
    });

  const apply = (
    id: string,
    change: (current: Subscription) => ToldSubscription | null,
    perDomain?: number,
  ): Promise<ToldSubscription> =>
    retryRaces(db, async () => {
      const current = await get(id);
      if (!current) throw new DomainError('not-found', `There is no subscription ${id}.`);
      const changed = change(current);
      if (!changed) return { subscription: current, message: null };
      const { subscription, message } = changed;
      const head = isRefiltered(current, subscription) ? await readHead(db) : null;
      const filterAfter = head ? head.sequence : current.filterAfter;
      const [from, to] = [countedIn(current), toCountIn(subscription)];
      const most = perDomain ?? subscription.perDomain ?? Number.MAX_SAFE_INTEGER;
      const next = {
        ...subscription,
        filterAfter,
        ...(from !== to && { countsIn: to }),
        ...(perDomain !== undefined && { perDomain }),
        version: current.version + 1,
      };
      const write = transact(db, [
        ...recounted(db, from, to, most),
        { Put: { TableName: db.table, Item: subscriptionItem(next), ...ifVersion(current.version) } },
        ...membership(db, current, next),
        ...(head ? [holdHead(db, head), replace(db, pastFilter(current))] : []),
        ...(message ? [create(db, deliveryItem(message))] : []),
        ...(isNew(current) && !isNew(next) ? [deletion(db, pendingKey(current))] : []),
      ]);
      await (to === null || from === to ? write : withinDomain(to, most, write));
      return { subscription: next, message };
    });

  /**
   * Applies `change` to the latest version, and writes nothing if that answers null. Another filter holds
   * from the next committed change on; the earlier one is kept for the changes before it.
   * @throws DomainError `limit-reached` if the subscription comes to count in a domain that is full
   */
  const update = async (
    id: string,
    change: (current: Subscription) => Subscription | null,
    perDomain?: number,
  ): Promise<Subscription> => {
    const quietly = (current: Subscription): ToldSubscription | null => {
      const subscription = change(current);
      return subscription && { subscription, message: null };
    };
    return (await apply(id, quietly, perDomain)).subscription;
  };

  /** Updates a subscription and writes the message about it: both are written, or neither is. */
  const updateAndTell = (
    id: string,
    change: (current: Subscription) => ToldSubscription | null,
  ): Promise<ToldSubscription> => apply(id, change);

  /** Deletes it if `only` allows, and notes that the sweep is to delete its rows; false if it was not there. */
  const remove = (id: string, only: (current: Subscription) => boolean = () => true): Promise<boolean> =>
    retryRaces(db, async () => {
      const current = await get(id);
      if (!current || !only(current)) return false;
      await transact(db, [
        { Delete: { TableName: db.table, Key: subscriptionKey(id), ...ifVersion(current.version) } },
        deletion(db, memberKey(current)),
        replace(db, removalItem({ subscription: id, sweptSince: null })),
        ...recounted(db, countedIn(current), null, 0),
        ...(isNew(current) ? [deletion(db, pendingKey(current))] : []),
      ]);
      return true;
    });

  /** Up to `limit` members of a shard after one of them, strongly consistent, in order of id. */
  const members = async (shard: number, after: string | undefined, limit: number): Promise<MembersPage> => {
    const items = queryItems(db, {
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk and sk > :after',
      ExpressionAttributeValues: { ':pk': `SHARD#${shard}`, ':after': after ?? ' ' },
      Limit: limit,
    });
    const page: Item[] = [];
    for await (const item of items) {
      page.push(item);
      if (page.length === limit) break;
    }
    const last = page.length === limit ? page.at(-1) : undefined;
    return { ...readable(page, Member), after: last ? String(last.sk) : null };
  };

  /** Every filter in force for changes after `after`, ascending; none if there is no subscription. */
  const filters = async (id: string, after: number): Promise<FilterInForce[]> => {
    const current = await get(id);
    if (!current) return [];
    const past = after < current.filterAfter ? await partition(db, subscriptionKey(id).pk, 'FILTER#') : [];
    return [
      ...past.map((item) => bodyIn(item, FilterInForce)),
      { after: current.filterAfter, filter: current.filter },
    ];
  };

  return {
    get,
    list,
    page,
    requireRoom,
    add,
    update,
    updateAndTell,
    remove,
    members,
    filters,
    ...createSubscriptionHealth(db),
  };
}

const deletion = (db: Db, key: Key): WriteItem => ({ Delete: { TableName: db.table, Key: key } });

/** Writes a single item without a transaction, which would cost twice. */
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
