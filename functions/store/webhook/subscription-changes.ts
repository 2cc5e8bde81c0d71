import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { DomainError } from '../../core/errors.ts';
import type { Delivery } from '../../core/webhook/delivery.ts';
import { Subscription } from '../../core/webhook/subscription.ts';
import { type Db, getBody, getItem, type Key } from '../db.ts';
import { earlierResponse, type Idempotency, keepResponse } from '../idempotency.ts';
import { create, isRace, replace } from '../record/commit.ts';
import { holdHead, readHead } from '../record/head.ts';
import { LostRace, retryRaces } from '../retry.ts';
import { putIf, type WriteItem } from '../writes.ts';
import { countedIn, domainFull, domainKey, recounted, toCountIn, withinDomain } from './counting.ts';
import { deliveryItem } from './deliveries/delivery-item.ts';
import { isNew, pendingItem, pendingKey } from './pending.ts';
import { removalItem } from './removals.ts';
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
type ToldSubscription = { subscription: Subscription; message: Delivery | null };

/** Makes, changes and removes subscriptions, each in one transaction with all that follows from it. */
export function createSubscriptionChanges(db: Db) {
  /** @throws DomainError `limit-reached` if the domain has `most` verified subscriptions already */
  const requireRoom = async (domain: string, most: number): Promise<void> => {
    const counted = await getItem(db, domainKey(domain), false);
    if ((counted?.subscriptions ?? 0) >= most) throw domainFull(domain, most);
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
    return (await apply(db, id, quietly, perDomain)).subscription;
  };

  /** Updates a subscription and writes the message about it: both are written, or neither is. */
  const updateAndTell = (
    id: string,
    change: (current: Subscription) => ToldSubscription | null,
  ): Promise<ToldSubscription> => apply(db, id, change);

  /** Deletes it if `only` allows, and notes that the sweep is to delete its rows; false if it was not there. */
  const remove = (id: string, only: (current: Subscription) => boolean = () => true): Promise<boolean> =>
    retryRaces(db, async () => {
      const current = await getBody(db, subscriptionKey(id), Subscription);
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

  return { requireRoom, add, update, updateAndTell, remove };
}

const apply = (
  db: Db,
  id: string,
  change: (current: Subscription) => ToldSubscription | null,
  perDomain?: number,
): Promise<ToldSubscription> =>
  retryRaces(db, async () => {
    const current = await getBody(db, subscriptionKey(id), Subscription);
    if (!current) throw new DomainError('not-found', `There is no subscription ${id}.`);
    const changed = change(current);
    if (!changed) return { subscription: current, message: null };
    const head = isRefiltered(current, changed.subscription) ? await readHead(db) : null;
    const next = nextOf(current, changed.subscription, head?.sequence ?? current.filterAfter, perDomain);
    const [from, to] = [countedIn(current), toCountIn(next)];
    const most = next.perDomain ?? Number.MAX_SAFE_INTEGER;
    const write = transact(db, [
      ...recounted(db, from, to, most),
      { Put: { TableName: db.table, Item: subscriptionItem(next), ...ifVersion(current.version) } },
      ...membership(db, current, next),
      ...(head ? [holdHead(db, head), replace(db, pastFilter(current))] : []),
      ...(changed.message ? [create(db, deliveryItem(changed.message))] : []),
      ...(isNew(current) && !isNew(next) ? [deletion(db, pendingKey(current))] : []),
    ]);
    await (to === null || from === to ? write : withinDomain(to, most, write));
    return { subscription: next, message: changed.message };
  });

/** The version that a change makes; where it counts is noted anew only if it counts elsewhere now. */
const nextOf = (
  current: Subscription,
  changed: Subscription,
  filterAfter: number,
  perDomain: number | undefined,
): Subscription => ({
  ...changed,
  filterAfter,
  ...(countedIn(current) !== toCountIn(changed) && { countsIn: toCountIn(changed) }),
  ...(perDomain !== undefined && { perDomain }),
  version: current.version + 1,
});

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
