import { padSequence } from '../../core/ids.ts';
import type { FilterInForce } from '../../core/webhook/filter-history.ts';
import { type Member, type Subscription, shardCount } from '../../core/webhook/subscription.ts';
import type { Db, Item } from '../db.ts';
import { replace } from '../record/commit.ts';
import type { WriteItem } from '../writes.ts';

export const subscriptionKey = (id: string) => ({ pk: `SUBSCRIPTION#${id}`, sk: 'META' });

export const memberKey = ({ shard, id }: Pick<Subscription, 'shard' | 'id'>) => ({
  pk: `SHARD#${shard}`,
  sk: id,
});

/** Deals subscriptions out evenly, because the end of an id is random. */
export const shardOf = (id: string): number =>
  [...id.slice(-6)].reduce((sum, letter) => (sum * 33 + letter.charCodeAt(0)) % 1_000_003, 0) % shardCount;

export const subscriptionItem = (subscription: Subscription) => ({
  ...subscriptionKey(subscription.id),
  owner: subscription.owner,
  version: subscription.version,
  body: subscription,
});

export const ifVersion = (version: number) => ({
  ConditionExpression: 'version = :version',
  ExpressionAttributeValues: { ':version': version },
});

/** A subscription that was never verified is owed nothing, so its earlier filters are not kept. */
export const isRefiltered = (before: Subscription, after: Subscription): boolean =>
  before.verifiedAt !== null && JSON.stringify(before.filter) !== JSON.stringify(after.filter);

export const pastFilter = ({ id, filter, filterAfter: after }: Subscription): Item => ({
  pk: subscriptionKey(id).pk,
  sk: `FILTER#${padSequence(after)}`,
  body: { after, filter } satisfies FilterInForce,
});

/**
 * What a change of a subscription writes to its membership, once it is verified. One that is gone stays a
 * member, so that its waiting deliveries are found and set aside; it receives nothing more.
 */
export function membership(db: Db, before: Subscription, after: Subscription): WriteItem[] {
  if (after.verifiedAt === null) return [];
  const isSame =
    before.verifiedAt !== null && JSON.stringify(memberOf(before)) === JSON.stringify(memberOf(after));
  return isSame ? [] : [replace(db, { ...memberKey(after), body: memberOf(after) })];
}

const memberOf = ({ id, filter, filterAfter, reason, ...from }: Subscription): Member => ({
  subscription: id,
  filter,
  filterAfter,
  receivesAfter: from.receivesAfter ?? from.madeAfter ?? null,
  ...(reason === 'gone' && { isGone: true }),
});
